"""The desk for programs: the rooms' own routers under one roof."""
