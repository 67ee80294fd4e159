"""``python -m contactline``."""

import sys

from contactline.cli import main

sys.exit(main())
