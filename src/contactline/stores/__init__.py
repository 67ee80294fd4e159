"""Where records are kept: in memory, or in one SQLite file. Each implements :class:`contactline.ports.Store`."""
