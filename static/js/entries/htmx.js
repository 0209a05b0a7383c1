// components/htmx.html: a page of which one piece asks for itself again.
import htmx from "htmx.org";

window.htmx = htmx;
