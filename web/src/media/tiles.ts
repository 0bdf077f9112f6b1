export type TileSize = { track: string; visible: boolean; width: number; height: number };

const settleMs = 200;

/** Tells the server how large each picture is shown, so that it sends no more than that. */
export class TileWatcher {
  readonly #report: (tiles: TileSize[]) => void;
  readonly #elements = new Map<string, { element: HTMLElement; onScreen: boolean }>();
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
  #lastReport = '';

  constructor(report: (tiles: TileSize[]) => void) {
    this.#report = report;
    document.addEventListener('visibilitychange', this.#onVisibility);
  }

  watch(track: string, element: HTMLElement): () => void {
    this.#elements.set(track, { element, onScreen: true });
    this.#sizes.observe(element);
    this.#visibility.observe(element);
    this.#soon();
    return () => {
      if (this.#elements.get(track)?.element === element) {
        this.#elements.delete(track);
      }
      this.#sizes.unobserve(element);
      this.#visibility.unobserve(element);
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
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#now(), settleMs);
  }

  #now(): void {
    const tiles = [...this.#elements].map(([track, { element, onScreen }]) => ({
      track,
      visible: onScreen && document.visibilityState === 'visible' && element.clientWidth > 0,
      width: Math.round(element.clientWidth * devicePixelRatio),
      height: Math.round(element.clientHeight * devicePixelRatio),
    }));
    const report = JSON.stringify(tiles);
    if (report !== this.#lastReport) {
      this.#lastReport = report;
      this.#report(tiles);
    }
  }
}
