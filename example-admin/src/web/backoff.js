// Waits that grow, so that a server in trouble is not asked ever more often.

const SHORTEST = 1_000;
const LONGEST = 15_000;

export class Backoff {
  #next = SHORTEST;

  /** Waits: longer each time, a little differently in each tab, no longer than the network is away. */
  async pause() {
    const wait = this.#next * (0.75 + Math.random() / 2);
    this.#next = Math.min(this.#next * 2, LONGEST);
    await new Promise((resolve) => {
      setTimeout(resolve, wait);
      addEventListener("online", resolve, { once: true });
    });
  }

  reset() {
    this.#next = SHORTEST;
  }
}
