"""Pages for people: HTML of a graph, its vocabulary and the explorer, without a server."""
