// Quick exit works as a plain link; this makes it leave no page to come back to, and adds a key for it: Esc, twice.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelector("[data-focus]")?.focus();
  const link = document.querySelector("[data-quick-exit]");
  let lastEscape = -Infinity;

  const leave = () => {
    // At once, since the other page may take a while: nothing to read, and nothing kept for the Back button.
    const { href } = link;
    document.title = "Weather";
    document.body.replaceChildren();
    location.replace(href);
  };

  link?.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (!link || event.key !== "Escape") return;
    if (event.timeStamp - lastEscape < 1000) leave();
    lastEscape = event.timeStamp;
  });
});
