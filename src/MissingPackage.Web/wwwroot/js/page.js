// Turns an answer of our own site into a page to take parts from. The one place that does: the content security policy
// lets no other script turn text into markup (Trusted Types), and answers of other sites don't get here (connect-src).
const policy = window.trustedTypes?.createPolicy("mp-page", { createHTML: text => text });

/** @param {Response} answer a page of this site @returns {Promise<Document>} its scripts don't run */
export const pageOf = async (answer) => {
  const text = await answer.text();
  return new DOMParser().parseFromString(policy ? policy.createHTML(text) : text, "text/html");
};
