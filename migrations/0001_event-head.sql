INSERT INTO "event_head" ("singleton", "position") VALUES (1, 0);--> statement-breakpoint
-- Rows that are updated again and again: room on the page keeps the updates within it (HOT).
ALTER TABLE "event_head" SET (fillfactor = 10);--> statement-breakpoint
ALTER TABLE "device_latest" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "projection_checkpoints" SET (fillfactor = 10);
