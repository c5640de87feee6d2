// Forms that a device answers with a passkey: fetch a challenge, ask the
// device, send the form with what it signed. Where the browser cannot, the
// form stays hidden and the password remains.

const able = window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON;

async function challenge(form) {
  const given = {};
  for (const name of ["password", "purpose"]) {
    if (form.elements[name]) given[name] = form.elements[name].value;
  }
  const answer = await fetch(form.dataset.kgBegin, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: Object.keys(given).length ? JSON.stringify(given) : undefined,
  });
  const body = await answer.json();
  if (answer.ok) return body;
  throw new Error((body.errors && body.errors.length && body.errors[0].message) || body.detail || "");
}

async function ask(form) {
  const { ceremony, options } = await challenge(form);
  const publicKey = form.dataset.kgPasskey === "create"
    ? PublicKeyCredential.parseCreationOptionsFromJSON(options.publicKey)
    : PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey);
  const key = form.dataset.kgPasskey === "create"
    ? await navigator.credentials.create({ publicKey })
    : await navigator.credentials.get({ publicKey });
  form.elements.ceremony.value = ceremony;
  form.elements.response.value = JSON.stringify(key.toJSON());
}

function serve(form) {
  const said = form.querySelector("[data-kg-said]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.textContent = "";
    try {
      await ask(form);
      if (form.elements.password) form.elements.password.value = ""; // it was checked with the challenge
      form.submit();
    } catch (failure) {
      const ours = failure.constructor === Error && failure.message;
      said.textContent = ours || form.dataset.kgFailed;
    }
  });
}

if (able) {
  for (const form of document.querySelectorAll("form[data-kg-passkey]")) {
    if (!form.dataset.kgReady) {
      form.dataset.kgReady = "1";
      serve(form);
    }
  }
}
