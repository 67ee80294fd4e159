from __future__ import annotations

import pytest

from contactline.records.mandates import Mandate
from contactline.reference.loading import find_mandate, load_mandate
from contactline.resolve.resolve import Resolver
from contactline.resolve.spotter import MandateSpotter
from mandatefolder import write_folder


@pytest.fixture(scope="session")
def mandate(tmp_path_factory: pytest.TempPathFactory) -> Mandate:
    return load_mandate(write_folder(tmp_path_factory.mktemp("mandates") / "strait"))


@pytest.fixture(scope="session")
def spotter(mandate: Mandate) -> MandateSpotter:
    return MandateSpotter(mandate)


@pytest.fixture(scope="session")
def resolver(mandate: Mandate) -> Resolver:
    return Resolver(mandate)


@pytest.fixture(scope="session")
def karabakh() -> MandateSpotter:
    return MandateSpotter(find_mandate("karabakh"))
