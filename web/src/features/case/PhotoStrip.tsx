import { useState } from 'preact/hooks';
import { t } from '../../text/text';
import { Dialog } from '../../ui/Dialog';

type StripPhoto = { id: string; url: string };

export function PhotoStrip({ photos }: { photos: readonly StripPhoto[] }) {
  const [openAt, setOpenAt] = useState<number | null>(null);
  const open = openAt === null ? undefined : photos[openAt];
  return (
    <>
      <ul class="photo-strip">
        {photos.map((photo, index) => (
          <li key={photo.id}>
            <button
              type="button"
              class="photo-thumb"
              aria-label={t('staff.brief.photoOpen', { number: index + 1 })}
              onClick={() => setOpenAt(index)}
            >
              <img src={photo.url} alt="" loading="lazy" />
            </button>
          </li>
        ))}
      </ul>
      <Dialog
        open={open !== undefined}
        title={t('staff.brief.photoAlt', { number: (openAt ?? 0) + 1 })}
        onClose={() => setOpenAt(null)}
      >
        {open && (
          <img
            class="photo-large"
            src={open.url}
            alt={t('staff.brief.photoAlt', { number: (openAt ?? 0) + 1 })}
          />
        )}
      </Dialog>
    </>
  );
}
