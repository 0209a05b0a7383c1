"""The component page for who works on the pages: everything there is, in every style of the demo."""
