CREATE TABLE "parked_projections" (
	"name" text PRIMARY KEY NOT NULL,
	"position" text NOT NULL,
	"event_type" text NOT NULL,
	"error" text NOT NULL,
	"parked_at" timestamp with time zone NOT NULL
);
