-- Two roles for the hub's PostgreSQL database, so that the web process cannot take the review gate apart.
--
-- hub_owner owns the tables and the triggers; migrations run as it. hub_web reads and writes rows, meets every
-- trigger, and can neither drop nor disable one; of the records that are kept for ever it can only add more.
--
-- Run by a superuser, in the hub's own database, after `manage.py migrate`; running it again does no harm.
-- Then give both roles a way to log in, migrate with hub_owner in DATABASE_URL, and serve with hub_web.

DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'hub_owner') THEN
        CREATE ROLE hub_owner NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'hub_web') THEN
        CREATE ROLE hub_web NOLOGIN;
    END IF;
END
$$;

DO $$
DECLARE
    thing text;
BEGIN
    FOR thing IN
        SELECT oid::regclass FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
    LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO hub_owner', thing);
    END LOOP;
    FOR thing IN
        SELECT oid::regprocedure FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'reviews\_gate\_%'
    LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO hub_owner', thing);
    END LOOP;
END
$$;

-- Nor do temporary tables, which PostgreSQL reads before those of their name, stand where the hub looks for decisions.
DO $$
BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO hub_owner;
GRANT USAGE ON SCHEMA public TO hub_web;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO hub_web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO hub_web;
ALTER DEFAULT PRIVILEGES FOR ROLE hub_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO hub_web;
ALTER DEFAULT PRIVILEGES FOR ROLE hub_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO hub_web;

REVOKE UPDATE, DELETE ON
    reviews_ledgerentry, reviews_decision, reviews_reviewrequest, reviews_reviewerprofile, reviews_referencedobject,
    reviews_assignment, reviews_approvalrequirement
    FROM hub_web;
-- Appending locks the newest ledger entry, which takes the right to update some column; the trigger refuses any update.
GRANT UPDATE (sequence) ON reviews_ledgerentry TO hub_web;
