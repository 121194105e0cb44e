import type { Point } from '../geography/events.ts';
import type { Attachment } from '../governance/events.ts';

const EARTH_RADIUS_M = 6_371_000;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance in metres. */
const distanceMeters = (a: Point, b: Point): number => {
  const half =
    Math.sin(radians(b.lat - a.lat) / 2) ** 2 +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(half)));
};

/** How far from the reported point a photo was taken, as it says of itself; undefined where it says nothing. */
export const metersFromPoint = (attachment: Attachment, point: Point): number | undefined => {
  const position = attachment.origin?.position;
  return position && Math.round(distanceMeters(position, point));
};

export interface FarHint {
  readonly code: 'photoFarFromPoint';
  readonly digest: string;
  readonly meters: number;
}

/** Photos from far away: a hint for whoever judges the report, never a refusal. */
export const farHints = (attachments: readonly Attachment[], point: Point, limitMeters: number): FarHint[] =>
  attachments.flatMap((attachment) => {
    const meters = metersFromPoint(attachment, point);
    return meters === undefined || meters <= limitMeters
      ? []
      : [{ code: 'photoFarFromPoint', digest: attachment.digest, meters }];
  });
