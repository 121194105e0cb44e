import type { Point } from '../geography/events.ts';
import type { Attachment } from '../governance/events.ts';

const EARTH_RADIUS_M = 6_371_000;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance in metres. */
const distanceMetres = (a: Point, b: Point): number => {
  const half =
    Math.sin(radians(b.lat - a.lat) / 2) ** 2 +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(half)));
};

/** How far from the reported point a photo was taken, according to its metadata; undefined if it has none. */
export const metresFromPoint = (attachment: Attachment, point: Point): number | undefined => {
  const position = attachment.origin?.position;
  return position && Math.round(distanceMetres(position, point));
};

export interface FarHint {
  readonly code: 'photoFarFromPoint';
  readonly digest: string;
  readonly meters: number;
}

/** Photos from far away: a hint for the person who assesses the report, never a refusal. */
export const farHints = (attachments: readonly Attachment[], point: Point, limitMetres: number): FarHint[] =>
  attachments.flatMap((attachment) => {
    const metres = metresFromPoint(attachment, point);
    return metres === undefined || metres <= limitMetres
      ? []
      : [{ code: 'photoFarFromPoint', digest: attachment.digest, meters: metres }];
  });
