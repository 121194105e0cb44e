CREATE TABLE "data_rate_memory" (
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"value" jsonb NOT NULL,
	CONSTRAINT "data_rate_memory_kind_key_pk" PRIMARY KEY("kind","key")
);
--> statement-breakpoint
CREATE TABLE "data_rates" (
	"device_id" text NOT NULL,
	"day" date NOT NULL,
	"slots" integer NOT NULL,
	"arrived" integer NOT NULL,
	"valid" integer NOT NULL,
	"complete" integer NOT NULL,
	"arrived_slots" text NOT NULL,
	"valid_slots" text NOT NULL,
	"complete_slots" text NOT NULL,
	CONSTRAINT "data_rates_device_id_day_pk" PRIMARY KEY("device_id","day")
);
--> statement-breakpoint
CREATE TABLE "device_clocks" (
	"device_id" text PRIMARY KEY NOT NULL,
	"delays_ms" jsonb NOT NULL,
	"sampled_at" timestamp with time zone NOT NULL,
	"median_ms" double precision NOT NULL,
	"spread_ms" double precision NOT NULL,
	"proposed_correction_ms" double precision
);
--> statement-breakpoint
CREATE INDEX "data_rates_day" ON "data_rates" USING btree ("day");--> statement-breakpoint
CREATE INDEX "device_clocks_proposed" ON "device_clocks" USING btree ("proposed_correction_ms");