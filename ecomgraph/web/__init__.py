"""The graph on the web: answers as JSON, pages for people, the server, the static site."""
