// What is wider than its place scrolls, so it must be reached by keyboard: a stop of Tab, and no other.

function reach() {
  for (const box of document.querySelectorAll("pre, .table-wrapper")) {
    const scrolls = box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "visible";
    if (scrolls && !box.querySelector("a[href], button")) box.tabIndex = 0;
    else if (box.tabIndex === 0) box.removeAttribute("tabindex");
  }
}

addEventListener("load", reach);
addEventListener("resize", reach);
for (const fold of document.querySelectorAll("details")) fold.addEventListener("toggle", reach);
