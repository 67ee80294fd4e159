from __future__ import annotations

import pytest

from contactline.read.furniture import is_furniture

from .attributions import document_of


def marked(text: str) -> list[bool]:
    document = document_of(text)
    return [is_furniture(document, sentence) for sentence in document.sentences]


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Ministry of Defence",
        "Image credit: Ada Voss",
        "Tags: ceasefire violation, shelling",
        "Read also: Three killed in shelling of Tolm",
        "Related articles",
        "Show more",
        "Share this:",
        "Share on Facebook Twitter WhatsApp",
        "Subscribe to our newsletter and get the latest on the attacks.",
        "Follow us on Telegram for news of the shelling.",
        "info@example.org",
        "Tel: +41 22 555 55 55",
        "https://example.org/news/1",
        "By Ada Voss and Jan Holt in Harn",
        "By Jan Holt | Monday, 04 April 2016",
        "Source: Northland Agency",
        "All rights reserved.",
    ],
)
def test_furniture(line: str) -> None:
    assert marked(line) == [True]


@pytest.mark.parametrize(
    "sentence",
    [
        "Photos show a burnt school in Tolm.",
        "Sources said that two soldiers died.",
        "Video footage of the attack was released.",
        "By Tuesday the shelling had stopped.",
        "By noon Northland troops had opened fire.",
        "Related incidents were reported in the south.",
        "Print and television reporters were shot at.",
        "Phone lines were cut by shelling.",
        "The army shared a video of the attack.",
        "Address the attack first, the minister said.",
    ],
)
def test_sentences_are_no_furniture(sentence: str) -> None:
    assert marked(sentence) == [False]


def test_a_caption_of_two_sentences_is_furniture_as_a_whole() -> None:
    assert marked("Photo: Ministry of Defence. Soldiers after the shelling.\n\nTwo soldiers died.") == [
        True,
        True,
        False,
    ]
