export type TileSize = {
  track: string;
  visible: boolean;
  width: number;
  height: number;
  priority: number;
};

type Watched = { element: HTMLElement; onScreen: boolean; priority: number };

// What changes with one click is said together, and at once: somebody waits for a sharp picture.
const togetherMs = 20;
// While a window is being resized.
const spacingMs = 200;

/** Tells the server how large each picture is shown, so that it sends no more than that. */
export class TileWatcher {
  readonly #report: (tiles: TileSize[]) => boolean;
  readonly #elements = new Map<string, Watched>();
  /** No longer shown, and not said so yet. */
  readonly #gone = new Set<string>();
  readonly #sizes = new ResizeObserver(() => this.#soon());
  readonly #visibility = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      for (const tile of this.#elements.values()) {
        if (tile.element === entry.target) {
          tile.onScreen = entry.isIntersecting;
        }
      }
    }
    this.#soon();
  });
  readonly #onVisibility = () => this.#soon();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isResting = false;
  #changed = false;
  #lastReport = '';

  /** @param report False when it could not be said now; then it is asked for again by `reportAgain`. */
  constructor(report: (tiles: TileSize[]) => boolean) {
    this.#report = report;
    document.addEventListener('visibilitychange', this.#onVisibility);
  }

  /** @param priority 1 for the tile in focus, which is served first on a narrow line. */
  watch(track: string, element: HTMLElement, priority = 0): () => void {
    const watched = { element, onScreen: true, priority };
    this.#elements.set(track, watched);
    this.#gone.delete(track);
    this.#sizes.observe(element);
    this.#visibility.observe(element);
    this.#soon();
    return () => {
      // The same element may be watched anew before this ends: then it is shown, not gone.
      if (this.#elements.get(track) === watched) {
        this.#elements.delete(track);
        this.#gone.add(track);
      }
      if (![...this.#elements.values()].some((other) => other.element === element)) {
        this.#sizes.unobserve(element);
        this.#visibility.unobserve(element);
      }
      this.#soon();
    };
  }

  /** The server forgot: say it again, at once. */
  reportAgain(): void {
    this.#lastReport = '';
    this.#now();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#sizes.disconnect();
    this.#visibility.disconnect();
    document.removeEventListener('visibilitychange', this.#onVisibility);
  }

  #soon(): void {
    this.#changed = true;
    if (!this.#isResting) {
      this.#isResting = true;
      this.#timer = setTimeout(() => this.#sayChanges(), togetherMs);
    }
  }

  #sayChanges(): void {
    this.#isResting = this.#changed;
    if (this.#changed) {
      this.#changed = false;
      this.#now();
      this.#timer = setTimeout(() => this.#sayChanges(), spacingMs);
    }
  }

  #now(): void {
    const shown = [...this.#elements].map(([track, { element, onScreen, priority }]) => ({
      track,
      visible: onScreen && document.visibilityState === 'visible' && element.clientWidth > 0,
      width: Math.round(element.clientWidth * devicePixelRatio),
      height: Math.round(element.clientHeight * devicePixelRatio),
      priority,
    }));
    const hidden = [...this.#gone].map((track) => ({
      track,
      visible: false,
      width: 0,
      height: 0,
      priority: 0,
    }));
    const tiles = [...shown, ...hidden];
    const report = JSON.stringify(tiles);
    if (report === this.#lastReport || this.#report(tiles)) {
      this.#lastReport = report;
      this.#gone.clear();
    }
  }
}
