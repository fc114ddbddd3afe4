"""Manumit: the software with which agencies against human trafficking act as one."""
