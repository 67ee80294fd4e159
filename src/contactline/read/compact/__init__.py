"""The model of the reader ``compact`` and what runs it: a document comes in, its analysis goes out.

::

    document | find_words | make_windows | the model, one window a run | decode | align | Analysis

Nothing is lost: every word of every sentence gets exactly one answer from every head, however long the report. The
analysis of a report depends on its text and the model alone, not on threads, batches or other reports. Libraries are
imported on use. What the model says is a guess with a probability, and no proof of anything; it reads English only.
"""
