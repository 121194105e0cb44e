CREATE TABLE "attachment_uploaders" (
	"attachment_id" text NOT NULL,
	"user_id" text NOT NULL,
	"uploaded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "attachment_uploaders_attachment_id_user_id_pk" PRIMARY KEY("attachment_id","user_id")
);
--> statement-breakpoint
CREATE INDEX "attachment_uploaders_at" ON "attachment_uploaders" USING btree ("uploaded_at");