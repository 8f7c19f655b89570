// The other tabs of this browser that show this site.
//
// Messages arrive as events, with what was told in `detail`: "token" (what a tab holds), "ask" (a tab
// has none: who has one?), "over" (a session has ended for good).

class Tabs extends EventTarget {
  #channel = new BroadcastChannel("session");

  constructor() {
    super();
    this.#channel.addEventListener("message", ({ data }) => {
      this.dispatchEvent(new CustomEvent(data.kind, { detail: data.detail }));
    });
  }

  /**
   * @param {"token" | "ask" | "over"} kind
   * @param {unknown} [detail]
   */
  tell(kind, detail) {
    this.#channel.postMessage({ kind, detail });
  }
}

export const tabs = new Tabs();
