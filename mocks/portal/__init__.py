"""The National Public Service Portal: gateway ``mapi`` behind its adapter, and the public pages."""
