"""Careers: what nodes require and why, the network of transitions, and the paths through it."""
