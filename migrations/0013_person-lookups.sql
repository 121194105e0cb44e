CREATE TABLE "person_lookups" (
	"digest" text NOT NULL,
	"person_id" text NOT NULL,
	"key_id" text NOT NULL,
	CONSTRAINT "person_lookups_digest_person_id_key_id_pk" PRIMARY KEY("digest","person_id","key_id")
);
--> statement-breakpoint
CREATE INDEX "person_lookups_person" ON "person_lookups" USING btree ("person_id");