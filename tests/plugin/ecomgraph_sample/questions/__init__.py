"""Stored queries; the folder is all there is to say."""
