ALTER TABLE "alarms" ADD COLUMN "track" text;--> statement-breakpoint
ALTER TABLE "alarms" ADD COLUMN "place" text;