"""What runs a stage over many items. Each implements :class:`contactline.ports.Engine`."""
