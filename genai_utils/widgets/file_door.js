// The door for the reader's own file: a button, or a file dropped onto the figure.

const INVITATION = "Your own weights: drop a file from explorer.save(…) here, or choose it.";

// `read` makes of a file's bytes what `take` is given, which says in words what the file brought;
// `giveBack` is called for the weights of the page.
function addFileDoor(figure, read, take, giveBack, invitation = INVITATION) {
  const door = add(figure, "div", { class: "own-file" });
  const choose = add(door, "button", { type: "button" }, "Open a checkpoint");
  const back = add(door, "button", { type: "button", hidden: "" }, "Back to the page’s weights");
  const input = add(door, "input", { type: "file", accept: ".safetensors", hidden: "" });
  const message = add(door, "span", { role: "status" }, invitation);

  async function open(file) {
    try {
      if (file.size > LARGEST_FILE) refuse("it is larger than 64 MB");
      const brought = take(read(await file.arrayBuffer()));
      back.hidden = false;
      message.textContent = `The figure now runs on ${file.name}: ${brought}.`;
    } catch (error) {
      message.textContent = `${file.name} was refused: ${error.message}. Nothing has changed.`;
    }
  }

  choose.addEventListener("click", () => input.click());
  input.addEventListener("change", async () => {
    if (input.files.length) await open(input.files[0]);
    input.value = ""; // so that the same file, trained again, can be chosen again
  });
  back.addEventListener("click", () => {
    giveBack();
    choose.focus(); // the button that had the focus goes away
    back.hidden = true;
    message.textContent = invitation;
  });
  figure.addEventListener("dragover", (event) => {
    event.preventDefault();
    figure.classList.add("dropping");
  });
  figure.addEventListener("dragleave", () => figure.classList.remove("dropping"));
  figure.addEventListener("drop", (event) => {
    event.preventDefault();
    figure.classList.remove("dropping");
    if (event.dataTransfer.files.length) open(event.dataTransfer.files[0]);
  });
}
