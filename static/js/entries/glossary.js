// The glossary.
import "./desk.js";
import "../glossary.js";
