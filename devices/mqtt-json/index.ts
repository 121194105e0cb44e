export { type DecodedRecords, summaryOf } from './decoded.ts';
export { type DetectionRecord, decodeDetection } from './detection.ts';
export { detectionSchema, statusSchema, telemetrySchema } from './schemas.ts';
export { type DeviceStatus, decodeStatus } from './status.ts';
export { decodeTelemetry, type TelemetryRecord } from './telemetry.ts';
