/** The product's icons, from its own sprite. */

let sprite = "";

export function iconsAt(url: string): void {
  sprite = url;
}

export function Icon({ name }: { name: string }) {
  return (
    <svg className="icon" aria-hidden="true" focusable="false" width="16" height="16">
      <use href={`${sprite}#${name}`} />
    </svg>
  );
}

export const ICON_OF: Record<string, string> = {
  start: "player-play", end: "flag", task: "user-check", action: "bolt", gateway: "git-branch",
  parallel: "sitemap", join: "git-merge", wait: "bell", timer: "clock", subprocess: "stack-2",
};
