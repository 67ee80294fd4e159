"""Files in, reports out.

What comes in: paths of files and folders. What goes out: for every file a
:class:`~contactline.collect.collect.Collected` with the report, or with the problem that kept it from becoming one.
``.txt``, ``.md`` and ``.html`` are read, and ``.jsonl`` with a report on
every line, from the standard input too; every other file is named in a problem. What is known beside the words comes
from a sidecar file, from front matter, from the page's own metadata, and last from the text itself; all that was
worked out and not given is listed as guessed.

It refuses binary files and bytes in no known encoding. It does not prove that a text is complete, that it was really
published, or that the stated publisher wrote it.
"""
