"""Settings in, an invented line of contact out: hidden incidents, and what each side and third parties say of them.

What comes in: :class:`~contactline.simulate.settings.Settings` with a seed. What goes out: claims as columns, chunk by
chunk in the order of report (:func:`~contactline.simulate.rows.simulate_rows`), each with the hidden truth beside it.
Places, parties, outlets and people are invented. Every parameter stands with its source in ``parameters.toml``.

It refuses settings that mean nothing. It does not prove that a method works on real reports: the noise is largely
assumed, and who wrote the methods wrote the simulator too.
"""
