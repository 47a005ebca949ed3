"""The laboratory: experiments on the project that are not shipped with it."""
