CREATE TABLE "public_reports" (
	"case_id" text PRIMARY KEY NOT NULL,
	"code_digest" text NOT NULL,
	"place_in_words" boolean NOT NULL,
	CONSTRAINT "public_reports_code_digest_unique" UNIQUE("code_digest")
);
--> statement-breakpoint
CREATE INDEX "cases_place" ON "cases" USING btree ("lat","lon");