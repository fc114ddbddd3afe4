// Comfort only: every page reads and sends without it.
document.addEventListener("DOMContentLoaded", () => {
  // After a form came back with errors, their summary is read out and the keyboard stands at it.
  document.querySelector("[data-focus]")?.focus();
});
