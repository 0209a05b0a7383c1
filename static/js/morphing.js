// Idiomorph changes a piece of a page into a newer one and leaves focus and what is typed where they are.
import { Idiomorph } from "idiomorph";

window.Idiomorph = Idiomorph;
