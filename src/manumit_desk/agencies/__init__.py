"""Agencies, their people and roles, and what agencies have agreed."""
