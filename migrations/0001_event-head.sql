INSERT INTO "event_head" ("singleton", "position") VALUES (1, 0);--> statement-breakpoint
-- The head row is updated by every commit: keep its page free for in-page (HOT) updates.
ALTER TABLE "event_head" SET (fillfactor = 10);
