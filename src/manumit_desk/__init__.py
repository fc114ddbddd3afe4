"""The desk: the web application in which agencies work their tips, cases and hits."""
