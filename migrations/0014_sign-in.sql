CREATE UNLOGGED TABLE "attempt_budgets" (
	"budget" text PRIMARY KEY NOT NULL,
	"used_until" double precision NOT NULL
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "session_touches" (
	"session_id" text PRIMARY KEY NOT NULL,
	"seen_at" timestamp with time zone NOT NULL
);
