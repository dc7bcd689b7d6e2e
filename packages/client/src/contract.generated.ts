/* Generated from the contract by generate-contract.ts. Do not edit; run `npm run generate -w @causeway/client`. */

export interface paths {
    "/v1/entities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List entities
         * @description The default entity and all customer entities of the organization. Newest first.
         */
        get: operations["listEntities"];
        put?: never;
        /**
         * Create an entity
         * @description Adds a customer entity. `externalEntityId` must be unique within the organization, over both environments.
         */
        post: operations["createEntity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/entities/{entityId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an entity
         * @description One entity.
         */
        get: operations["getEntity"];
        put?: never;
        post?: never;
        /**
         * Delete an entity
         * @description Deletes the entity for good, with its connections, accounts and transactions in both environments. The transaction stream sends a `removed` event (`entityDeleted`) for every transaction. The default entity cannot be deleted.
         */
        delete: operations["deleteEntity"];
        options?: never;
        head?: never;
        /**
         * Replace the contacts of an entity
         * @description Replaces `contactEmails`, the only part that can be changed.
         */
        patch: operations["updateEntity"];
        trace?: never;
    };
    "/v1/institutions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search institutions
         * @description The catalog, by name and then by identifier. A bank need not be listed to be connected: use its portal URL then.
         */
        get: operations["listInstitutions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/institutions/{institutionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an institution
         * @description One record of the catalog.
         */
        get: operations["getInstitution"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List connections
         * @description Connections of the key's environment, both kinds mixed. Newest first.
         */
        get: operations["listConnections"];
        put?: never;
        /**
         * Create or return a connection
         * @description Answers 201 with a new connection, or 200 with the one that exists already for the same environment, entity and anchor. The anchor is the normalised portal URL where one is given; otherwise the institution with its default portal. A revoked connection does not count as existing. An existing connection is returned unchanged; `metadata` in the body is then ignored.
         *
         *     A portal URL is normalised by lower-casing the host and dropping the default port, query, fragment and trailing slashes. It must be HTTPS and carry no user name or password. Where it belongs to a catalog institution, that institution is attached.
         *
         *     With `kind: setup` the current `setup.instructions` are in this response already. An `entityId` or `institutionId` that does not exist for the key is a `validation_error`; a demo institution with a live key, or another one with a test key, is `environment_forbidden`.
         */
        post: operations["createConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a connection
         * @description One connection of either kind. Poll it during onboarding until `kind` is `ready`.
         */
        get: operations["getConnection"];
        put?: never;
        post?: never;
        /**
         * Revoke a connection
         * @description Ends access for good: credentials are erased, a running sync is stopped, no sync follows. Accounts, transactions and statements stay readable and no `removed` events are sent. Revoking again changes nothing.
         */
        delete: operations["revokeConnection"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Store credentials
         * @description Replaces the whole set of login details of the delegated user. Values are encrypted, never returned and never logged. In setup this fills `credentialsPresent`; in `reauthRequired` it also starts a sign-in to check them. Once setup has been completed, a set that lacks a detail that the institution is known to need is refused with `validation_error`, and the stored one stays.
         */
        put: operations["putConnectionCredentials"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}/setupCompletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Report the bank side as set up
         * @description Says that the delegated user exists at the bank, and starts activation: the status becomes `pendingActivation`. Fails with `setup_incomplete` while credentials are missing that the institution is known to need. Changes nothing once activation has begun or the connection is ready.
         */
        put: operations["completeConnectionSetup"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Start a sync now
         * @description Queues a sync outside the schedule and returns its run. Possible while the status is `active` or `errored`. The end shows in the run; changes are announced by `transactions.sync_available`.
         */
        put: operations["syncConnection"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Pause a connection
         * @description Sets the status to `paused`. A running sync is allowed to finish; no further one starts. Pausing again changes nothing.
         */
        put: operations["pauseConnection"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Resume a connection
         * @description Takes a paused connection back to the status it had and plans the next sync. Changes nothing when it is not paused.
         */
        put: operations["resumeConnection"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get freshness and balance proof
         * @description When the bank was last asked, when that last worked, how current the data is, when the next attempt is due, for each account whether rows and balances add up, and what somebody should act on before access ends.
         */
        get: operations["getConnectionHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}/transitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what moved a connection
         * @description Every step of the connection's lifecycle, with its cause, who was behind it, and the fault that it led to. Newest first. Kept as long as the connection.
         */
        get: operations["listConnectionTransitions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}/syncRuns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sync runs
         * @description Runs of one connection, whatever started them. Newest first.
         */
        get: operations["listSyncRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}/syncRuns/{syncRunId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a sync run
         * @description One run with its result per account.
         */
        get: operations["getSyncRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}/syncRuns/{syncRunId}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the steps of a sync run
         * @description What the run did in the bank's portal, in order, with secrets covered. Empty for runs that used no browser, and once the steps have expired.
         */
        get: operations["listSyncRunSteps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}/syncRuns/{syncRunId}/steps/{syncRunStepId}/screenshot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the screenshot of a step
         * @description The page as it stood when the step failed, with every field and every secret covered. 404 where the step has none.
         */
        get: operations["getSyncRunScreenshot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}/mfaChallenge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the open MFA challenge
         * @description The question that the bank is waiting to have answered. 404 when there is none or its time has run out.
         */
        get: operations["getMfaChallenge"];
        /**
         * Answer the MFA challenge
         * @description Hands over the code. The sign-in goes on where it stopped; whether the bank took the answer shows in the connection. 404 when no challenge is open or its time has run out.
         */
        put: operations["answerMfaChallenge"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a bank file
         * @description Takes in a BAI2, camt.052/053/054, MT940/942, OFX, QFX, QIF or CSV file and merges it with what other sources gave. The run is finished when the response comes. 201 for new content; 200 with the earlier run when the same bytes were taken in before for the same connection and `accountId` (a failed run does not count). A file that cannot be parsed gives a run with status `failed` and `file_unreadable`.
         *
         *     Allowed in every status but `revoked`, setup included; an upload never changes `kind` or `status`.
         */
        post: operations["uploadConnectionFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connectSessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Connect sessions
         * @description Links that were made, newest first. They are kept for 30 days after their time is over.
         */
        get: operations["listConnectSessions"];
        put?: never;
        /**
         * Create a Connect session
         * @description Makes a link to hosted pages on which somebody without a key connects one bank of an entity, or repairs a connection. Whoever has the link can do so until its time is over, it is revoked, or the connection works. The response is the only one that shows `url`.
         *
         *     With `connectionId` the link is for that connection: one in setup, or one in `reauthRequired`. An `entityId`, `institutionId` or `connectionId` that does not exist for the key is a `validation_error`; a connection that needs nothing, or that only you can help, is `connection_not_ready`.
         */
        post: operations["createConnectSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connectSessions/{connectSessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a Connect session
         * @description One session and what has become of it. Its link is not shown again.
         */
        get: operations["getConnectSession"];
        put?: never;
        post?: never;
        /**
         * Revoke a Connect session
         * @description Withdraws the link at once. A connection that was made with it stays. Revoking again changes nothing.
         */
        delete: operations["revokeConnectSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List accounts
         * @description Accounts found on connections. Newest first.
         */
        get: operations["listAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an account
         * @description One account.
         */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{accountId}/digest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the digest of an account
         * @description Lets a mirror prove that it equals the server. The checksum is `sum256:` and, in 64 hex digits, the sum modulo 2^256 of one SHA-256 per current transaction, each read as a big-endian number. The hashed text is `id`, `status`, `postedDate` (empty when null), `amount`, `currency` and `updatedAt`, exactly as sent, joined by tab characters, in UTF-8, without a line end. Order does not matter, so both sides can keep the sum up to date change by change; with no transactions it is all zeros.
         *
         *     To compare: get the digest, read the own stream to its end, then read `GET /v1/transactions/sync` with this `accountId` and `headCursor`. No events there means that nothing has changed since the digest, so the mirror must match it.
         *
         *     The example is a true one, over these two texts (tabs shown as `\t`):
         *
         *         019a99d4-7b10-7c3a-9f21-5d0c6a1e4b77\tposted\t2026-11-19\t-1250.00\tUSD\t2026-11-20T06:02:11.482Z
         *         019a9e2f-18ac-7340-8e6d-b7f4093c5a12\tpending\t\t310.50\tUSD\t2026-11-20T06:02:11.482Z
         */
        get: operations["getAccountDigest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/balances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List daily balances
         * @description End-of-day rows, by date descending, then by account id ascending. Rows are projections: after a sync, read the days of interest again.
         */
        get: operations["listBalances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List transactions
         * @description For browsing and for the history part of a bootstrap. `id` breaks ties, in the direction of the sort. A transaction without `postedDate` counts as later than any date when sorting and is left out by date filters. List cursors and sync cursors are not interchangeable.
         */
        get: operations["listTransactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transactions/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sync transactions
         * @description The change stream that keeps a mirror of all transactions exact.
         *
         *     **Bootstrap without gaps.** (1) Call without a cursor: zero events, `hasMore: false`, `nextCursor` at the head. (2) Save that cursor. (3) Read history from `GET /v1/transactions`. (4) Poll here from the saved cursor. The same transaction may come both ways; upsert by `transaction.id`. With `from=beginning` history comes through the stream instead.
         *
         *     **Applying.** `added` and `modified`: upsert. `removed`: delete, and ignore an id that is not held. Apply the page durably, then store `nextCursor`; after a failure use the old cursor again. Keep calling without delay until `hasMore` is false.
         *
         *     **Laws.**
         *
         *     1. One total order for each organization and environment. A filtered stream is a part of it in the same order, which is neither `postedDate` nor `updatedAt` order.
         *     2. A cursor is a lower bound. However many writers overlap, nothing that commits after a cursor was handed out lands at or before it.
         *     3. Compacted: after a cursor each transaction occurs at most once, in its latest state. The same cursor read later gives what follows it then.
         *     4. `type` is judged from where the client's catch-up began: the last cursor answered with `hasMore: false`, which later cursors carry along. New since then: `added`. Older and altered since: `modified`. Gone since: `removed`, without exception, so also when it came and went since, because the list backfill may have given it to the client. An id the client cannot know never comes as `modified`.
         *     5. Data may change while a client pages; no restart is ever needed. What changes moves further back in the stream and comes later.
         *     6. A cursor is tied to organization, environment, `accountId` and `connectionId`, not to `limit` or `fields`. It expires after 90 days. The pages of one catch-up carry the time at which it began, so that a catch-up which takes longer than 90 days expires, however new its latest page; records of removed transactions outlive every cursor.
         *     7. What nobody could see is no change: reading the same rows from the bank again moves neither `updatedAt` nor the head. A pending item that posts keeps its id and comes as one `modified`.
         *     8. A client that applies pages in order ends with the server's set and content, whatever its page sizes, repeats and crashes.
         *
         *     When rate limited, wait for `Retry-After` and repeat with the same cursor.
         */
        get: operations["syncTransactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transactions/sync/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream transactions live
         * @description The events of `GET /v1/transactions/sync` under the same laws, pushed as Server-Sent Events. Starts after `Last-Event-ID`, else after `cursor`, else at the head.
         *
         *     Messages: `stream.open` once at the start; `added`, `modified`, `removed` with the event as data; `stream.close` with an error object as data before the server hangs up (for example `unavailable` on shutdown, `api_key_revoked`, `cursor_expired`). The `id` of a message is a sync cursor that lies right after that event and works with both operations. A comment line comes at least every 15 seconds. Since a change that is not yet applied may be superseded, a client that falls behind gets fewer events, never wrong ones.
         */
        get: operations["streamTransactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transactions/{transactionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a transaction
         * @description One transaction. 404 once it has been removed.
         */
        get: operations["getTransaction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transactions/{transactionId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the revisions of a transaction
         * @description Every visible state of one transaction, with the sync run and the source record behind it. Latest first. Stays readable after removal for at least 90 days.
         */
        get: operations["listTransactionHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List suggestions
         * @description Pairs that may be one and that no evidence decides. They are kept apart until a person decides. Newest first.
         */
        get: operations["listSuggestions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suggestions/{suggestionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a suggestion
         * @description One suggestion with both transactions as they are now.
         */
        get: operations["getSuggestion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suggestions/{suggestionId}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Accept a suggestion
         * @description Makes the two one, in one commit. Of two transactions the older id stays and takes the content of the newer one (`modified`); the newer one is `removed` with reason `replaced` and names it. Of two accounts the older id stays with its history and takes the newer one's details; the newer account is no longer listed, and its transactions are `removed` in favour of those of the older one. Other open suggestions about either are `superseded`. Accepting again changes nothing; one that is `rejected` or `superseded` is a `conflict`.
         */
        put: operations["acceptSuggestion"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suggestions/{suggestionId}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Reject a suggestion
         * @description Keeps the two apart for good: this pair is never suggested again. Rejecting again changes nothing; one that is `accepted` or `superseded` is a `conflict`.
         */
        put: operations["rejectSuggestion"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}/fileSettings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get file settings
         * @description What is known of the files of a connection that the files do not say. It applies to every upload and every source of files of the connection.
         */
        get: operations["getFileSettings"];
        /**
         * Replace file settings
         * @description Replaces what is known of the files of a connection. What is left out or null is not known any more. Files that were taken in before stay as they are.
         */
        put: operations["putFileSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List quarantined files
         * @description Files that could not be taken in, or not whole, with the reasons. Newest first.
         */
        get: operations["listQuarantinedFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quarantine/{quarantinedFileId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a quarantined file
         * @description One file with its problems and a preview of what it says, read with all that is known of it.
         */
        get: operations["getQuarantinedFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quarantine/{quarantinedFileId}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Accept a quarantined file
         * @description Reads the file again with what the body adds to the knowledge of it, and takes in what fits. The answer comes when that run has ended: the file is `accepted` when nothing was left over, else still `open` with the problems that remain. Accepting an `accepted` file again changes nothing; a `discarded` one is a `conflict`.
         */
        put: operations["acceptQuarantinedFile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quarantine/{quarantinedFileId}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Discard a quarantined file
         * @description Closes the file for good. Nothing of it is taken in. It is forgotten with its bytes after 90 days. Discarding again changes nothing; an `accepted` one is a `conflict`.
         */
        put: operations["discardQuarantinedFile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fileSources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List file sources
         * @description Folders and SFTP servers that bank files are fetched from. Newest first.
         */
        get: operations["listFileSources"];
        put?: never;
        /**
         * Create a file source
         * @description Has bank files of a connection fetched from a folder of the server's machine or from an SFTP server. The first look comes at once. A folder lies below `CAUSEWAY_FILE_ROOT`, in the folder of the organization and the environment; an SFTP server is proven by its host key before any login is sent.
         */
        post: operations["createFileSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fileSources/{fileSourceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a file source
         * @description One file source with what it holds and how its last poll ended.
         */
        get: operations["getFileSource"];
        put?: never;
        post?: never;
        /**
         * Delete a file source
         * @description Forgets the source and its login. What was taken in stays.
         */
        delete: operations["deleteFileSource"];
        options?: never;
        head?: never;
        /**
         * Change a file source
         * @description Pauses or resumes a source, or replaces its login, host key, pace or knowledge. What is left out stays. A source that was `stopped` is polled again when it is set to `active`, or when its login or host key is replaced.
         */
        patch: operations["updateFileSource"];
        trace?: never;
    };
    "/v1/fileSources/{fileSourceId}/poll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Poll a file source
         * @description Has a worker look at the source as soon as one is free.
         */
        put: operations["pollFileSource"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transfers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List transfers
         * @description Transfers of the key's environment.
         */
        get: operations["listTransfers"];
        put?: never;
        /**
         * Create a transfer
         * @description Accepts one transfer for execution. An external one always waits in `pending_bank_approval` until the end user approves it at the bank. Accounts named in the body that the key cannot see are a `validation_error`.
         */
        post: operations["createTransfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transfers/{transferId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a transfer
         * @description One transfer.
         */
        get: operations["getTransfer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transfers/{transferId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry a transfer
         * @description Queues a `failed` or `returned` transfer again, under the same id.
         */
        post: operations["retryTransfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transfers/{transferId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a transfer
         * @description Withdraws a transfer that is `queued`, at once, or `pending_bank_approval`, as soon as the draft at the bank is gone. In any other status it is a `conflict`, except that cancelling a cancelled one changes nothing.
         */
        post: operations["cancelTransfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List statements
         * @description Statements fetched or uploaded. Newest first.
         */
        get: operations["listStatements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/statements/{statementId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a statement
         * @description Facts about one statement.
         */
        get: operations["getStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/statements/{statementId}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a statement
         * @description The PDF or the original bank file, byte for byte. Files other than PDF are sent as `application/octet-stream`.
         */
        get: operations["getStatementContent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhooks
         * @description Registrations of the key's environment. Newest first.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Create a webhook
         * @description Registers a receiver, active from the start. The response is the only one that shows the whole secret. An organization can have 100 registrations in each environment; one more is a `validation_error`.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhookId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a webhook
         * @description One registration, its secret masked.
         */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /**
         * Delete a webhook
         * @description Removes the registration with its delivery log. Waiting deliveries are dropped.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Update a webhook
         * @description Changes what is given and keeps the rest.
         */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/v1/webhooks/{webhookId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event
         * @description Queues one `test` event for this registration, which must be active and subscribe to `test`.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhookId}/rotateSecret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate the secret
         * @description Makes a new secret and shows it in full, once. During the overlap every delivery is signed with both. Rotating again within the overlap drops the oldest secret.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhookId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deliveries
         * @description Deliveries to one registration with their attempts, kept for 30 days. Newest first.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhookId}/deliveries/{deliveryId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry a delivery
         * @description Attempts a delivery once more, right away, whatever its status.
         */
        post: operations["retryWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List events
         * @description Every event of the key's environment over the last 30 days, whether or not a webhook subscribes to it. Newest first.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream events live
         * @description The event log pushed as Server-Sent Events, each event as soon as it is committed. Starts after `Last-Event-ID`, else after `cursor`, else with what comes from now on; `GET /v1/events` shows what came before.
         *
         *     Messages: `stream.open` once at the start; one message for each event, named by its type, with the event as data; `stream.close` with an error object as data before the server hangs up (for example `unavailable` on shutdown, `api_key_revoked`, `cursor_expired`). The `id` of a message is a cursor that lies after that event. A comment line comes at least every 15 seconds, with an `id` that moves the place on while there is nothing to tell.
         *
         *     Every event comes at least once, in whatever order transactions commit, and none is passed over. Events are not in the order of their `createdAt` or their ids. Whoever goes on after a cursor may get events again that were committed together with the last one: drop repeats by the event's `id`, as for webhooks.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{eventId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an event
         * @description One event, exactly as delivered. 404 after 30 days.
         */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{eventId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay an event
         * @description Delivers an event again, under the same id, to one registration or to all active ones that subscribe to its type. A `webhookId` the key cannot see is a `validation_error`.
         */
        post: operations["replayEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay a range of events
         * @description Delivers the events of a time again, under the same ids and in their order, each to the active registrations that subscribe to its type, or to one. A call takes up to 500 events, fewer where more than ten registrations get them, the oldest of the range first; go on with `afterEventId` while `nextAfterEventId` is not null. What waits to be delivered to a registration already is not queued a second time. A `webhookId` the key cannot see is a `validation_error`.
         */
        post: operations["replayEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auditEntries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List audit entries
         * @description Every act by which something was set up, changed, taken away or asked for: of the key's environment, and of what both environments share. Newest first. An entry is written together with its act, so there is none without the other; what was refused leaves none. Nothing changes an entry.
         */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sandbox/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the virtual clock
         * @description Virtual time of the test environment, which never runs backwards. Test keys only; a live key gets `environment_forbidden`.
         */
        get: operations["getSandboxClock"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sandbox/clock/advance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move the virtual clock forward
         * @description Jumps ahead. What would have happened at the simulated banks in the meantime has then happened, and syncs that fell due are queued. Times in test resources, cursor expiry and event retention follow virtual time; key expiry, rate limits and webhook signatures keep to real time. Test keys only; a live key gets `environment_forbidden`.
         */
        post: operations["advanceSandboxClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sandbox/connections/{connectionId}/scenario": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Play a scenario
         * @description Makes something happen at the simulated bank behind a ready connection, at its virtual time. It shows here with the next sync, through the same path as real data. `mfaRequired`, `portalDown` and `portalLayoutChanged` meet the next sign-in and are over with it; `credentialsExpired` lasts until a new password is set at the bank. A connection without a simulated bank gets `validation_error`; while the bank cannot be reached the answer is `unavailable`. Test keys only; a live key gets `environment_forbidden`.
         */
        post: operations["applySandboxScenario"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the process alive
         * @description For supervisors. Touches nothing but the process itself.
         */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Can requests be served
         * @description For load balancers. 503 while starting, shutting down, or without a database that takes writes.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get this document
         * @description The contract that the running version implements, as JSON.
         */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "connection.status_changed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Connection status changed
         * @description Sent on every change of `status`, and when a setup connection becomes ready.
         */
        post: operations["onConnectionStatusChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "account.created": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Account found
         * @description Sent when a sync or an upload finds an account for the first time.
         */
        post: operations["onAccountCreated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "account.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Account changed
         * @description Sent when an exposed field of an account changed.
         */
        post: operations["onAccountUpdated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "connection.warning": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The bank shows less of a connection, or all again
         * @description Sent when an account is no longer listed, or rows, balances or documents are denied, and once that is over. What expires is told by `connection.expiring`. See `warnings` of ConnectionHealth.
         */
        post: operations["onConnectionWarning"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "account.balance_alarm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Balances stopped adding up, or do again
         * @description Sent when rows and stated balances of an account do not add up although everything was read again, and once they do.
         */
        post: operations["onAccountBalanceAlarm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "webhook.disabled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A webhook was switched off
         * @description Sent to the other registrations when a receiver has failed for five days.
         */
        post: operations["onWebhookDisabled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "transactions.sync_available": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Changes ready to sync
         * @description Call `GET /v1/transactions/sync`. The signal carries no transactions, and losing one loses nothing.
         */
        post: operations["onTransactionsSyncAvailable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "transfer.status_changed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Transfer status changed
         * @description Sent on every change of a transfer's status.
         */
        post: operations["onTransferStatusChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    test: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test event
         * @description Sent on request.
         */
        post: operations["onTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "connection.mfa_required": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * MFA needed
         * @description Read the challenge, then answer it before it expires.
         */
        post: operations["onConnectionMfaRequired"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "connection.expiring": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Access will end soon
         * @description Sent ahead of time, so that access can be renewed before a sync fails.
         */
        post: operations["onConnectionExpiring"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /**
         * Meta
         * @description Facts about this response.
         */
        Meta: {
            /**
             * @description Same value as the `X-Request-Id` header.
             * @example req_01KAF3A7V9M2X5C8T4WQDN6R1B
             */
            requestId: string;
        };
        /**
         * Metadata
         * @description Free-form object owned by the client and never interpreted. At most 16 KiB when serialised; `{}` when nothing was stored.
         * @example {
         *       "ledgerId": "GL-1010"
         *     }
         */
        Metadata: {
            [key: string]: unknown;
        };
        /** @description Position in a list. */
        Pagination: {
            /** @description True when another page follows. */
            hasMore: boolean;
            /**
             * @description Cursor of the next page; null on the last one.
             * @example lc_4tZ9cQx2Lw8vB1nK
             */
            nextCursor: string | null;
        };
        /**
         * @description Machine-readable reason. The introduction lists the status that goes with each code. New codes may be added.
         * @enum {string}
         */
        ErrorCode: "malformed_request" | "invalid_cursor" | "missing_api_key" | "invalid_api_key" | "api_key_expired" | "api_key_revoked" | "session_required" | "sign_in_refused" | "invalid_connect_token" | "insufficient_scope" | "environment_forbidden" | "not_found" | "method_not_allowed" | "conflict" | "sync_in_progress" | "idempotency_conflict" | "setup_incomplete" | "connection_not_ready" | "default_entity_protected" | "webhook_inactive" | "cursor_expired" | "connect_session_ended" | "payload_too_large" | "unsupported_media_type" | "validation_error" | "rate_limited" | "internal_error" | "unavailable";
        /** @description One rejected input. */
        ErrorDetail: {
            /**
             * @description Part of the request that is at fault.
             * @enum {string}
             */
            location: "body" | "query" | "path" | "header";
            /**
             * @description Parameter name, or the dotted path of a body property; array items by index.
             * @example entityId
             */
            field: string;
            /**
             * @description What is wrong with it, for a developer.
             * @example must be a UUID
             */
            message: string;
        };
        /** @description Body of every response outside 2xx. */
        ErrorEnvelope: {
            /** @description The fault. */
            error: {
                code: components["schemas"]["ErrorCode"];
                /** @description Explanation for a developer. Not stable; do not match on it. */
                message: string;
                /** @description Field-level problems. Always there for `validation_error`. */
                details?: components["schemas"]["ErrorDetail"][];
                /**
                 * Format: uri
                 * @description Page that explains the code.
                 */
                documentationUrl?: string;
            };
            meta: components["schemas"]["Meta"];
        };
        /** @description Owner of connections, and through them of accounts and transactions. Shared by both environments of the organization. */
        Entity: {
            /**
             * @description Identifier of the entity; never changes.
             * @example 019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3
             */
            entityId: string;
            /**
             * @description The caller's own stable id. Unique within the organization; set by the system for the default entity.
             * @example customer-4711
             */
            externalEntityId: string;
            /** @description True for the one entity that stands for the organization itself. */
            isDefaultOrgEntity: boolean;
            /**
             * Format: date-time
             * @description When the entity was created.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the entity last changed.
             */
            updatedAt: string;
            /**
             * @description Display name.
             * @example Harbor & Pine LLC
             */
            name?: string | null;
            /** @description People to reach when a connection of this entity needs attention. `[]` when there are none. */
            contactEmails: string[];
            metadata?: components["schemas"]["Metadata"];
        };
        /** @description A new entity. */
        CreateEntityRequest: {
            /**
             * @description The caller's own stable id.
             * @example customer-4711
             */
            externalEntityId: string;
            /** @description Display name. */
            name?: string | null;
            metadata?: components["schemas"]["Metadata"];
        };
        /** @description Replacement of the contact list. Nothing else can be changed. */
        UpdateEntityRequest: {
            /** @description The complete new list. Repeats that differ only in case are dropped, order is kept, `[]` clears. */
            contactEmails: string[];
        };
        /** @description Catalog record of a bank or financial platform. Says nothing about access to it. */
        Institution: {
            /**
             * @description Stable slug, used when a connection is created.
             * @example harbor-demo-bank
             */
            institutionId: string;
            /**
             * @description Display name.
             * @example Harbor Demo Bank
             */
            name: string;
            /**
             * Format: uri
             * @description Usual login portal, when known.
             * @example https://login.harbor-demo.example
             */
            defaultPortalUrl: string | null;
            /** @description Other login portals of the same institution. */
            additionalPortalUrls: string[];
            /** @description True for a simulated institution. Test keys connect only to these, live keys only to the others. */
            demo: boolean;
            /** @description What a login for this institution consists of, in the order in which to ask for it. */
            credentialFields?: components["schemas"]["InstitutionCredentialField"][];
            /** @description What the institution calls places and fields of its portal, rights and details of a login, by the names that institution definitions have for them. */
            terms?: {
                [key: string]: string;
            };
            /** @description The simulated bank behind a demo institution, for people; null at a real one. */
            demoBank?: components["schemas"]["DemoBank"] | null;
        };
        /** @description One detail of a login. */
        InstitutionCredentialField: {
            name: components["schemas"]["CredentialField"];
            /** @description True where the institution is known to let nobody in without it. */
            required: boolean;
            /**
             * @description What the institution calls it, where known.
             * @example Company ID
             */
            label: string | null;
        };
        /** @description Where people work in a simulated bank, and as whom. */
        DemoBank: {
            /**
             * Format: uri
             * @description Address of its portal, as this installation is configured.
             * @example http://127.0.0.1:4090/harbor/portal
             */
            portalUrl: string;
            /** @description Login of the owner of a simulated company, who creates users there. It opens nothing else. */
            signIn: {
                /** @description Company id. */
                bankCustomerId: string;
                /** @description User name. */
                bankUsername: string;
                /** @description Password. */
                password: string;
            };
        };
        /**
         * @description Name of a login detail, as it is sent.
         * @enum {string}
         */
        CredentialField: "bankCustomerId" | "bankUsername" | "password" | "totpSecret";
        /** @description The user that Causeway has at the bank. Its login name, never its password. */
        DelegatedUser: {
            /**
             * @description User name that was to be entered at the bank, as in the instructions of the setup.
             * @example cw4k2m9x7q
             */
            username: string;
            /** @description Its mailbox; null where the installation receives no mail. */
            email: string | null;
            /** @description Its phone number; null where it has none. */
            phoneNumber: string | null;
        };
        /**
         * @description State of a connection.
         *
         *     - `draft`: onboarding input is still missing.
         *     - `pendingActivation`: the bank side is reported done; Causeway is checking it.
         *     - `active`: syncing as planned.
         *     - `reauthRequired`: the bank wants new proof of identity before the next sync.
         *     - `errored`: something recoverable blocks syncing; Causeway keeps trying.
         *     - `paused`: held on purpose until resumed.
         *     - `revoked`: ended for good; data stays, syncs do not come back.
         * @enum {string}
         */
        ConnectionStatus: "draft" | "pendingActivation" | "active" | "reauthRequired" | "errored" | "paused" | "revoked";
        /**
         * @description Whether a sync is running right now.
         * @enum {string}
         */
        SyncStatus: "idle" | "syncing";
        /**
         * @description Who has to act: the end user at the bank, the integrator through this API, or the platform (Causeway and its operator).
         * @enum {string}
         */
        ConnectionActor: "endUser" | "integrator" | "platform";
        /**
         * @description Why a connection does not work. An open list: expect new codes.
         *
         *     | code | meaning | usual status | who acts |
         *     |---|---|---|---|
         *     | `credentials_rejected` | The bank refused the stored login. | reauthRequired | integrator |
         *     | `password_expired` | The bank wants a new password for the delegated user. | reauthRequired | endUser |
         *     | `invitation_invalid` | The bank did not take the code of its invitation, or the invitation has expired. The bank has to send it again. | reauthRequired | endUser |
         *     | `account_locked` | The bank has locked the delegated user. Causeway makes no further attempts by itself. | reauthRequired | endUser |
         *     | `mfa_required` | A one-time code or approval is being waited for; see the MFA challenge. | reauthRequired | endUser or integrator |
         *     | `mfa_failed` | The answer to the challenge was wrong or came too late. | reauthRequired | endUser or integrator |
         *     | `delegated_user_missing_permission` | Sign-in works, but the delegated user may not see what is needed. | reauthRequired | endUser |
         *     | `portal_unavailable` | The portal does not answer or answers with a fault. | errored | platform |
         *     | `portal_changed` | The portal no longer looks as the connector expects. | errored | platform |
         *     | `bank_maintenance` | The bank announces maintenance; the next attempt is planned for its end. | errored | platform |
         *     | `rate_limited_by_bank` | The bank limits how often it may be asked. | errored | platform |
         *     | `no_connector` | No connector exists for this portal yet. | unchanged | platform |
         *     | `file_unreadable` | A file, uploaded or fetched, could not be parsed. | unchanged | integrator |
         *     | `balance_mismatch` | Rows and bank-stated balances do not add up. | unchanged | platform |
         *     | `internal` | A fault inside Causeway. | errored | platform |
         *
         *     "unchanged" means that the connection keeps the status it had.
         * @example portal_unavailable
         */
        ConnectionErrorCode: string;
        /** @description A fault of a connection or of one sync run. */
        ConnectionError: {
            code: components["schemas"]["ConnectionErrorCode"];
            /**
             * @description Explanation that can be shown to the person who acts.
             * @example The portal did not answer within 60 seconds.
             */
            message: string;
            /** @description Who can clear the fault. */
            actionRequiredBy: components["schemas"]["ConnectionActor"];
        };
        /** @description A connection past its setup: it surfaces accounts and transactions and can be synced. */
        Connection: {
            /**
             * @description Identifier of the connection; never changes, never reused.
             * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
             */
            id: string;
            /**
             * @description Entity that owns the connection.
             * @example 019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3
             */
            entityId: string;
            /**
             * @description Institution in the catalog. Always known at this stage; a bank that was not listed has been given a record by then.
             * @example harbor-demo-bank
             */
            institutionId: string;
            /** @description State of the connection. */
            status: components["schemas"]["ConnectionStatus"];
            /** @description Whether a sync is running. `active` alone does not mean idle. */
            syncStatus: components["schemas"]["SyncStatus"];
            /**
             * Format: date-time
             * @description Time of creation here, not at the bank.
             * @example 2026-10-26T09:14:33.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description Time of the latest change to this record.
             * @example 2026-11-20T06:02:11.482Z
             */
            updatedAt: string;
            /**
             * @description Tells this shape from SetupConnection. Always sent. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            kind: "ready";
            /**
             * @description Portal the connection is anchored to, in normalised form; null when none is known.
             * @example https://login.harbor-demo.example
             */
            portalUrl?: string | null;
            /**
             * @description Display name of the institution, where known.
             * @example Harbor Demo Bank
             */
            institutionName?: string | null;
            /**
             * Format: date-time
             * @description End of the last sync that succeeded; null before the first.
             */
            lastSyncedAt?: string | null;
            /** @description Code of the most recent fault; null when there is none. Known codes: `credentials_rejected`, `password_expired`, `invitation_invalid`, `account_locked`, `mfa_required`, `mfa_failed`, `delegated_user_missing_permission`, `portal_unavailable`, `portal_changed`, `bank_maintenance`, `rate_limited_by_bank`, `no_connector`, `file_unreadable`, `balance_mismatch`, `internal`. See ConnectionErrorCode. */
            errorCode?: string | null;
            /** @description Text that goes with `errorCode`. */
            errorMessage?: string | null;
            metadata?: components["schemas"]["Metadata"];
        };
        /** @description What to enter at the bank when the delegated user is created, character by character. */
        SetupInstructions: {
            /**
             * @description First name of the delegated user.
             * @example Causeway
             */
            firstName: string;
            /**
             * @description Last name of the delegated user.
             * @example Service
             */
            lastName: string;
            /**
             * @description Postal address, for banks that ask for one. Set by the operator.
             * @example 1 Example Street, London, United Kingdom
             */
            address: string;
            /**
             * @description Mailbox of this connection, which receives invitations and codes. Null until provisioned or where not available.
             * @example c-7f3kq2@inbox.causeway.example
             */
            email: string | null;
            /**
             * @description User name to ask for.
             * @example cw-harborpine-7f3kq2
             */
            username: string;
            /**
             * @description Phone number of this connection for one-time codes, E.164. Null until provisioned or where not available.
             * @example +12025550143
             */
            phoneNumber: string | null;
            /** @description State of the mailbox. */
            emailProvisioningStatus: components["schemas"]["ProvisioningStatus"];
            /** @description State of the phone number. */
            phoneNumberProvisioningStatus: components["schemas"]["ProvisioningStatus"];
            /**
             * Format: uri
             * @description Step-by-step guide for this bank; null where only the general guide exists.
             */
            guideUrl?: string | null;
            /**
             * @description Rights recommended for the delegated user, most important first.
             * @example [
             *       "viewBalances",
             *       "viewTransactions",
             *       "viewStatements"
             *     ]
             */
            permissions?: string[];
        };
        /**
         * @description `ready`: the bank can use it. `pending`: all phone numbers of this deployment are taken, and the next one that comes free goes to a connection in setup. `notAvailable`: this deployment does not offer the channel.
         * @enum {string}
         */
        ProvisioningStatus: "pending" | "ready" | "notAvailable";
        /** @description How far onboarding has come and what comes next. */
        ConnectionSetup: {
            /**
             * @description Stage of onboarding.
             * @enum {string}
             */
            status: "awaitingDelegatedUserCreation" | "awaitingCredentials" | "awaitingSetupCompletion" | "awaitingMfa" | "activating" | "failed";
            instructions: components["schemas"]["SetupInstructions"];
            /** @description True once any credential is stored. */
            credentialsPresent: boolean;
            /** @description Login details that the institution is known to need and that are not stored. With some of them stored and some not, the next action is `submitCredentials`: send the complete set. */
            missingCredentials?: components["schemas"]["CredentialField"][];
            /** @description Who takes the next step. */
            actionRequiredBy: components["schemas"]["ConnectionActor"];
            /**
             * @description The next step. `createDelegatedUser` with the error code `invitation_invalid`: the user is there, and the bank has to send its invitation again.
             * @enum {string}
             */
            nextAction: "createDelegatedUser" | "submitCredentials" | "completeSetup" | "answerMfaChallenge" | "waitForActivation" | "contactOperator";
            /** @description Why activation failed; null otherwise. Known codes: `credentials_rejected`, `password_expired`, `invitation_invalid`, `account_locked`, `mfa_required`, `mfa_failed`, `delegated_user_missing_permission`, `portal_unavailable`, `portal_changed`, `bank_maintenance`, `rate_limited_by_bank`, `no_connector`, `file_unreadable`, `balance_mismatch`, `internal`. See ConnectionErrorCode. */
            errorCode?: string | null;
            /** @description Text that goes with `errorCode`. */
            errorMessage?: string | null;
        };
        /** @description A connection that is still being onboarded. Has no sync fields. */
        SetupConnection: {
            /**
             * @description Identifier; kept when the connection becomes ready.
             * @example 019a9d11-52c7-7be0-9a34-c81f06d27e5b
             */
            id: string;
            /**
             * @description Entity that owns the connection.
             * @example 019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3
             */
            entityId: string;
            /** @description State of the connection, usually `draft` or `pendingActivation`. */
            status: components["schemas"]["ConnectionStatus"];
            /**
             * Format: date-time
             * @description When the connection was created.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the connection last changed.
             */
            updatedAt: string;
            setup: components["schemas"]["ConnectionSetup"];
            /**
             * @description Tells this shape from Connection. Always sent. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            kind: "setup";
            /** @description Portal the connection is anchored to, in normalised form. */
            portalUrl?: string | null;
            /** @description Institution in the catalog, as soon as it is known. */
            institutionId?: string | null;
            /** @description Display name of the institution, where known. */
            institutionName?: string | null;
            metadata?: components["schemas"]["Metadata"];
        };
        /** @description A connection in either of its two shapes; branch on `kind`. */
        ConnectionResource: components["schemas"]["Connection"] | components["schemas"]["SetupConnection"];
        /** @description Connect to an institution of the catalog. */
        CreateConnectionByInstitution: {
            /**
             * @description Institution in the catalog.
             * @example harbor-demo-bank
             */
            institutionId: string;
            /**
             * Format: uuid
             * @description Entity that will own the connection.
             * @example 019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3
             */
            entityId: string;
            /**
             * @description Which portal to use when the institution has several. HTTPS only.
             * @example https://login.harbor-demo.example
             */
            portalUrl?: string | null;
            metadata?: components["schemas"]["Metadata"];
        };
        /** @description Connect to a bank outside the catalog, by its login page. */
        CreateConnectionByPortal: {
            /**
             * Format: uuid
             * @description Entity that will own the connection.
             * @example 019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3
             */
            entityId: string;
            /**
             * Format: uri
             * @description Login page of the bank. HTTPS only.
             * @example https://business.tidewater-demo.example/login
             */
            portalUrl: string;
            metadata?: components["schemas"]["Metadata"];
        };
        /** @description Either `institutionId` and `entityId` (and perhaps `portalUrl`), or `entityId` and `portalUrl`. */
        CreateConnectionRequest: components["schemas"]["CreateConnectionByInstitution"] | components["schemas"]["CreateConnectionByPortal"];
        /** @description The complete set of login details. A field left out or null is not stored, and any earlier value of it is deleted. Nothing of this is ever returned. */
        ConnectionCredentialsRequest: {
            /** @description Login name. */
            bankUsername?: string | null;
            /** @description Company or customer id, where the bank asks for one. */
            bankCustomerId?: string | null;
            /** @description Password that works now. */
            password?: string | null;
            /** @description Base32 seed of an authenticator app, so that codes can be computed. */
            totpSecret?: string | null;
        };
        /** @description No properties. The body may also be left out. */
        EmptyRequest: Record<string, never>;
        /** @description Number of stream events that a run produced. */
        ChangeCounts: {
            /** @description New transactions. */
            added: number;
            /** @description Changed transactions. */
            modified: number;
            /** @description Removed transactions. */
            removed: number;
        };
        /**
         * @description `proven`: opening balance plus posted rows equals every closing balance the bank stated. `unproven`: the bank states no balance to check against. `broken`: they differ.
         * @enum {string}
         */
        BalanceProofState: "proven" | "unproven" | "broken";
        /** @description What one run did to one account. */
        SyncRunAccountResult: {
            /**
             * @description Account.
             * @example 019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9
             */
            accountId: string;
            /**
             * @description `partial`: something was read, but not the whole window, so nothing was treated as removed.
             * @enum {string}
             */
            status: "succeeded" | "partial" | "failed" | "skipped";
            /** @description Null unless the read succeeded or was partial. */
            outcome: components["schemas"]["SyncRunOutcome"] | null;
            counts: components["schemas"]["ChangeCounts"];
            /** @description True when the whole window was read. Only then can absence count as removal. */
            complete: boolean;
            /**
             * Format: date
             * @description First day read.
             */
            windowStart: string | null;
            /**
             * Format: date
             * @description Last day read.
             */
            windowEnd: string | null;
            balanceProof: components["schemas"]["BalanceProofState"];
            /** @description Why this account failed or is partial. */
            error: components["schemas"]["ConnectionError"] | null;
        };
        /**
         * @description Whether anything visible changed.
         * @enum {string}
         */
        SyncRunOutcome: "changed" | "unchanged";
        /**
         * @description `partial`: some accounts or part of a window could not be read.
         * @enum {string}
         */
        SyncRunStatus: "queued" | "running" | "succeeded" | "partial" | "failed";
        /** @description The file behind an upload run. */
        UploadedFile: {
            /**
             * @description File name as sent.
             * @example 2026-11-19.bai
             */
            name: string | null;
            /** @description Format found; null when unreadable. */
            format: components["schemas"]["BankFileFormat"] | null;
            /** @description Size. */
            sizeBytes: number;
            /** @description SHA-256 of the bytes, lower-case hex. */
            sha256: string;
        };
        /**
         * @description Kind of bank file.
         * @enum {string}
         */
        BankFileFormat: "bai2" | "camt052" | "camt053" | "camt054" | "mt940" | "mt942" | "ofx" | "qfx" | "qif" | "csv";
        /** @description One attempt to bring a connection up to date. */
        SyncRun: {
            /**
             * @description Identifier of the run.
             * @example 019a9e2f-0a55-7412-9c7e-f3b86d1042ea
             */
            id: string;
            /**
             * @description Connection that was synced.
             * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
             */
            connectionId: string;
            /**
             * @description What started the run. `webhook`: a notice sent by the bank.
             * @enum {string}
             */
            trigger: "schedule" | "manual" | "activation" | "upload" | "webhook";
            status: components["schemas"]["SyncRunStatus"];
            /** @description Set once the run has ended as `succeeded` or `partial`. */
            outcome: components["schemas"]["SyncRunOutcome"] | null;
            /**
             * Format: date-time
             * @description When the run was queued.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When work began; null while queued.
             */
            startedAt: string | null;
            /**
             * Format: date-time
             * @description When the run ended; null before.
             */
            finishedAt: string | null;
            /**
             * Format: date
             * @description Earliest day that was read over all accounts.
             */
            windowStart: string | null;
            /**
             * Format: date
             * @description Latest day that was read over all accounts.
             */
            windowEnd: string | null;
            counts: components["schemas"]["ChangeCounts"];
            /** @description Result per account, in the order they were read. Empty until known. */
            perAccount: components["schemas"]["SyncRunAccountResult"][];
            /** @description Why the run failed or is partial. */
            error: components["schemas"]["ConnectionError"] | null;
            /** @description The uploaded file; null for every other trigger. */
            file: components["schemas"]["UploadedFile"] | null;
        };
        /** @description Balance proof of one account. */
        AccountBalanceProof: {
            /**
             * @description Account.
             * @example 019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9
             */
            accountId: string;
            balanceProof: components["schemas"]["BalanceProofState"];
            /**
             * Format: date
             * @description Last day up to which the proof holds.
             */
            provenThrough: string | null;
            /**
             * Format: date
             * @description First day that does not add up; null unless `broken`.
             */
            brokenFrom: string | null;
            /** @description Stated balance minus computed balance on that day; null unless `broken`. */
            difference: string | null;
            /**
             * Format: date-time
             * @description When the proof was found to be broken although everything had been read again; null while there is no alarm.
             */
            alarmRaisedAt: string | null;
        };
        /** @description What of an account does not add up. */
        BalanceAlarm: {
            /**
             * Format: date-time
             * @description When it was found.
             */
            raisedAt: string;
            brokenFrom: components["schemas"]["AccountBalanceProof"]["brokenFrom"];
            difference: components["schemas"]["AccountBalanceProof"]["difference"];
        };
        /** @description How fresh and how trustworthy the data of a connection is. */
        ConnectionHealth: {
            /**
             * @description Connection.
             * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
             */
            connectionId: string;
            /**
             * Format: date-time
             * @description Start of the latest attempt, good or bad.
             */
            lastAttemptAt: string | null;
            /**
             * Format: date-time
             * @description End of the latest run that succeeded, or read all but what a warning says is denied.
             */
            lastSuccessAt: string | null;
            /**
             * Format: date-time
             * @description Moment up to which the bank itself says its data is current.
             */
            dataAsOf: string | null;
            /**
             * Format: date-time
             * @description When the next run is planned; null while nothing is planned.
             */
            nextAttemptAt: string | null;
            /** @description Failed runs since the last success. */
            consecutiveFailures: number;
            /** @description Fault of the latest attempt; null after a success. */
            lastError: components["schemas"]["ConnectionError"] | null;
            /** @description Balance proof per account. */
            accounts: components["schemas"]["AccountBalanceProof"][];
            /** @description How many days after its booking date a row was shown for the first time, at the worst. Each sync reads half as far back again, at least as far as the institution's definition says, at most 90 days. */
            observedLatenessDays: number;
            /** @description What will end the access, or hides a part of it while the rest works. Oldest first; one that no longer holds is left out. Only a sync that went through to its end adds or removes any. */
            warnings: components["schemas"]["ConnectionWarning"][];
            /**
             * Format: date-time
             * @description When the stored login was last changed; null where none is stored.
             */
            credentialsChangedAt: string | null;
            /** @description Which user of the bank this is, for an owner who has to give it a new password or a right there. */
            delegatedUser: components["schemas"]["DelegatedUser"];
            /**
             * @description Who changed it. `platform`: Causeway has set a new password, or an authenticator app, at the bank, and any copy of the login that you keep is out of date.
             * @enum {string|null}
             */
            credentialsChangedBy: "integrator" | "platform" | null;
        };
        /** @description Something that somebody should act on before, or although, syncs work. */
        ConnectionWarning: {
            /**
             * @description What it is. An open list: expect new codes.
             *
             *     | code | meaning |
             *     |---|---|
             *     | `password_expiring` | The bank announces that the delegated user's password runs out. |
             *     | `access_expiring` | The bank announces that the delegated user's access ends. |
             *     | `device_expiring` | The bank announces that the way to get one-time codes ends. |
             *     | `account_not_listed` | An account that was read before was left out of the bank's list twice in a row. |
             *     | `transactions_denied` | The delegated user may not see the rows of the account. |
             *     | `balances_denied` | The delegated user may not see the balances of the account. |
             *     | `statements_denied` | The delegated user may not see the documents of the account. |
             *
             *     None of them closes an account or removes a row.
             */
            code: string;
            /**
             * @description What to do, in words that can be shown to whoever acts.
             * @example The delegated user's password expires on 2026-12-04. Change it at the bank before, then store the new one with the credentials.
             */
            message: string;
            /** @description Account concerned; null where the whole connection is, or an account of which nothing could be read yet. */
            accountId: string | null;
            /**
             * Format: date-time
             * @description When it was first seen.
             */
            since: string;
            /**
             * Format: date-time
             * @description When it runs out; null for what does not. The start of the day that the bank names. A bank that counts days makes it one day inexact.
             */
            expiresAt: string | null;
            /** @description Who can mend it. */
            actionRequiredBy: components["schemas"]["ConnectionActor"];
        };
        /** @description A question by the bank that has to be answered before sign-in can go on. */
        MfaChallenge: {
            /**
             * @description Identifier of the challenge.
             * @example 019aa0c3-91e6-7c58-a2f4-08b7d35e6f19
             */
            id: string;
            /**
             * @description Connection that waits.
             * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
             */
            connectionId: string;
            /**
             * @description How the bank asks. A `pushApproval` is confirmed on the device and takes no code.
             * @enum {string}
             */
            type: "smsCode" | "emailCode" | "totpCode" | "deviceToken" | "pushApproval" | "securityQuestion";
            /**
             * @description `submitted`: an answer was taken and is being tried at the bank.
             * @enum {string}
             */
            status: "pending" | "submitted";
            /**
             * @description The bank's own wording, to be shown to whoever answers.
             * @example Enter the 6-digit code sent to your phone ending 43
             */
            prompt: string | null;
            /**
             * @description Where the code went, masked.
             * @example +1 *** *** **43
             */
            destinationMasked: string | null;
            /** @description Answers the bank still accepts, when it says so. */
            attemptsRemaining: number | null;
            /**
             * @description Digits that every code of this kind has at this bank, where that is known. An answer with more or fewer is refused with `validation_error`; other characters do not count.
             * @example 6
             */
            codeDigits: number | null;
            /**
             * Format: date-time
             * @description When the bank asked.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the answer comes too late.
             */
            expiresAt: string;
        };
        /** @description Answer to the open challenge. */
        MfaAnswerRequest: {
            /** @description The code or answer. Encrypted until it is tried at the bank, then erased; never returned. */
            code: string;
        };
        /** @description One bank file. */
        FileUploadRequest: {
            /**
             * Format: binary
             * @description The file itself, at most 1 GiB unless the operator sets another limit.
             */
            file: string;
            /** @description Hint; recognised from the content when left out. */
            format?: components["schemas"]["BankFileFormat"];
            /**
             * Format: uuid
             * @description Account the file belongs to. Needed for a file that names no account, as CSV and QIF often do.
             */
            accountId?: string;
            /** @description Number of the account of a file that names none, where no account exists yet that `accountId` could name. */
            accountNumber?: string;
            /** @description ISO 4217 code, for a file that names none. */
            currency?: string;
            /**
             * @description Order of day, month and year where dates are written in digits.
             * @enum {string}
             */
            dateOrder?: "DMY" | "MDY" | "YMD";
            /** @description How this CSV export is built, as JSON text. Outranks the profile of the connection's settings. */
            csvProfile?: components["schemas"]["CsvProfile"];
        };
        /**
         * @description Kind of account.
         * @enum {string}
         */
        AccountType: "checking" | "savings" | "moneyMarket" | "creditCard" | "loan" | "investment" | "wallet" | "other" | "unknown";
        /**
         * @description State of the account at the bank.
         * @enum {string}
         */
        AccountStatus: "open" | "closed" | "unknown";
        /** @description A bank account found on a connection. Read-only. */
        Account: {
            /**
             * @description Identifier of the account. Survives reconnecting and reissued bank ids.
             * @example 019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9
             */
            id: string;
            /**
             * @description Connection that surfaces the account.
             * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
             */
            connectionId: string;
            /** @description Kind of account. */
            type: components["schemas"]["AccountType"];
            /**
             * @description Currency or asset code.
             * @example USD
             */
            currency: string;
            /**
             * @description Display name.
             * @example Operating account
             */
            name: string;
            /** @description Whether the bank still runs the account. */
            status: components["schemas"]["AccountStatus"];
            /**
             * Format: date-time
             * @description Taken from the parent connection, so it may lie before the account was first seen.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description Equal to `balanceAsOf` when that is set, otherwise the parent connection's `updatedAt`.
             */
            updatedAt: string;
            /**
             * @description The bank's product name.
             * @example Business Analyzed Checking
             */
            officialName?: string | null;
            /**
             * @description Account number with all but the last digits hidden.
             * @example ****4410
             */
            maskedNumber?: string | null;
            /**
             * @description Full account number, when the bank shows it and the key may see it.
             * @example 000123454410
             */
            accountNumber?: string | null;
            /**
             * @description ABA routing number.
             * @example 021000021
             */
            routingNumber?: string | null;
            /**
             * @description BIC of the holding branch.
             * @example CHASUS33
             */
            swiftBic?: string | null;
            /**
             * @description Ledger balance, signed decimal.
             * @example 48210.37
             */
            currentBalance?: string | null;
            /**
             * @description Balance that can be spent, signed decimal.
             * @example 46960.37
             */
            availableBalance?: string | null;
            /**
             * Format: date-time
             * @description Moment for which both balances hold.
             */
            balanceAsOf?: string | null;
            /** @description Set while rows and stated balances do not add up although everything was read again. */
            balanceAlarm?: components["schemas"]["BalanceAlarm"] | null;
            metadata?: components["schemas"]["Metadata"];
        };
        /** @description Those fields of Account that `fields` selects. `id`, `connectionId` are always there; every other key appears only if it was asked for. */
        SparseAccount: {
            id: components["schemas"]["Account"]["id"];
            connectionId: components["schemas"]["Account"]["connectionId"];
            type?: components["schemas"]["Account"]["type"];
            currency?: components["schemas"]["Account"]["currency"];
            name?: components["schemas"]["Account"]["name"];
            status?: components["schemas"]["Account"]["status"];
            createdAt?: components["schemas"]["Account"]["createdAt"];
            updatedAt?: components["schemas"]["Account"]["updatedAt"];
            officialName?: components["schemas"]["Account"]["officialName"];
            maskedNumber?: components["schemas"]["Account"]["maskedNumber"];
            accountNumber?: components["schemas"]["Account"]["accountNumber"];
            routingNumber?: components["schemas"]["Account"]["routingNumber"];
            swiftBic?: components["schemas"]["Account"]["swiftBic"];
            currentBalance?: components["schemas"]["Account"]["currentBalance"];
            availableBalance?: components["schemas"]["Account"]["availableBalance"];
            balanceAsOf?: components["schemas"]["Account"]["balanceAsOf"];
            balanceAlarm?: components["schemas"]["Account"]["balanceAlarm"];
            metadata?: components["schemas"]["Account"]["metadata"];
        };
        /** @description An Account; or, if `fields` was given, a SparseAccount. */
        AccountView: components["schemas"]["Account"] | components["schemas"]["SparseAccount"];
        /** @description Fingerprint of the current transactions of one account. */
        AccountDigest: {
            /**
             * @description Account.
             * @example 019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9
             */
            accountId: string;
            /** @description Number of current transactions, whatever their status. */
            count: number;
            /** @description Sum of `amount` over posted transactions in the account's currency. */
            sumPosted: string;
            /** @description Sum of `amount` over pending transactions in the account's currency. */
            sumPending: string;
            /** @description Sync cursor for exactly this account (`accountId` set, `connectionId` not). What the digest covers lies before it, every later change after it. */
            headCursor: string;
            /** @description Order-free checksum; the operation says how it is computed. */
            checksum: string;
        };
        /** @description End-of-day position of one account. A projection that may be revised later. */
        DailyBalance: {
            /**
             * @description Account.
             * @example 019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9
             */
            accountId: string;
            /**
             * @description Connection of the account.
             * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
             */
            connectionId: string;
            /**
             * @description Entity that owns the connection.
             * @example 019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3
             */
            entityId: string;
            /**
             * Format: date
             * @description Day.
             * @example 2026-11-19
             */
            date: string;
            /**
             * @description Currency of both amounts.
             * @example USD
             */
            currency: string;
            /**
             * @description Booked balance at the end of the day, signed decimal.
             * @example 48210.37
             */
            ledgerBalance: string;
            /**
             * @description Sum of the posted transactions of the day; pending ones do not count.
             * @example -1250.00
             */
            postedTransactionDelta: string;
            /**
             * @description `bankProvided`: stated by the bank. `derived`: computed from an observed balance and posted transactions.
             * @enum {string}
             */
            source: "bankProvided" | "derived";
            /**
             * Format: date-time
             * @description When the row last changed.
             */
            updatedAt: string;
        };
        /**
         * @description Settlement state.
         *
         *     - `pending`: authorised, may still change.
         *     - `posted`: settled.
         *     - `reversed`: posted, then undone.
         *     - `cancelled`: voided before it settled.
         *     - `unknown`: the bank's state has no counterpart here.
         *
         *     Today only `pending` and `posted` are emitted.
         * @enum {string}
         */
        TransactionStatus: "pending" | "posted" | "reversed" | "cancelled" | "unknown";
        /**
         * @description Direction as the bank states it.
         * @enum {string}
         */
        EntryType: "credit" | "debit";
        /**
         * @description Payment channel.
         * @enum {string}
         */
        TransactionRail: "internalTransfer" | "card" | "ach" | "sepaCredit" | "sepaDebit" | "wire" | "swift" | "fasterPayments" | "check" | "cash" | "crypto" | "other" | "unknown";
        /** @description One line as the bank reports it. Read-only. */
        Transaction: {
            /**
             * @description Identifier of the transaction. Stays the same when a pending item becomes posted.
             * @example 019a99d4-7b10-7c3a-9f21-5d0c6a1e4b77
             */
            id: string;
            /**
             * @description Connection through which the transaction was observed.
             * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
             */
            connectionId: string;
            /**
             * @description Account the transaction belongs to. Never changes.
             * @example 019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9
             */
            accountId: string;
            /** @description Settlement state. */
            status: components["schemas"]["TransactionStatus"];
            /**
             * Format: date
             * @description Calendar date on which the bank books the item, in the bank's own calendar and never shifted by a time zone. The key is always there; null when the bank gives no date.
             * @example 2026-11-19
             */
            postedDate: string | null;
            /**
             * Format: date-time
             * @description Last time a field exposed here changed. Re-reading an unchanged item does not move it.
             * @example 2026-11-19T06:02:11.482Z
             */
            updatedAt: string;
            /**
             * @description Signed decimal: money in is positive, money out is negative. Sent in canonical form (see "Values" in the introduction).
             * @example -1250.00
             */
            amount: string;
            /**
             * @description Currency or asset code of `amount`, same form as on accounts.
             * @example USD
             */
            currency: string;
            /** @description Direction as the bank states it; agrees with the sign of `amount`. */
            entryType: components["schemas"]["EntryType"];
            /**
             * @description Canonical narrative.
             * @example Northwind Paper Co invoice 88213
             */
            description: string;
            /** @description Payment channel. */
            rail: components["schemas"]["TransactionRail"];
            /**
             * @description Narrative exactly as the bank shows it, where it was kept.
             * @example ACH DEBIT NORTHWIND PAPER INV 88213
             */
            rawDescription?: string | null;
            /**
             * @description Reference for matching the payment to an invoice or order: typed by the payer, carried by the rail, or taken from the narrative when that is safe.
             * @example INV-88213
             */
            paymentReference?: string | null;
            /**
             * @description Tracking id of the bank or rail. May be shared by a whole batch, so it is not a key.
             * @example 2026111900412
             */
            bankReference?: string | null;
            /**
             * @description BAI type code, where the bank gives one.
             * @example 451
             */
            baiCode?: string | null;
            /**
             * @description Short free-text label, from the bank or from enrichment.
             * @example Office
             */
            category?: string | null;
            /**
             * @description Finer label below `category`.
             * @example Supplies
             */
            subcategory?: string | null;
            /**
             * @description Merchant category code.
             * @example 5943
             */
            mcc?: string | null;
            /**
             * @description Merchant, when recognised.
             * @example Northwind Paper Co
             */
            merchantName?: string | null;
            /**
             * @description The other party's name.
             * @example Northwind Paper Co
             */
            counterpartyName?: string | null;
            /**
             * @description The other party's account number, masked.
             * @example ****7741
             */
            counterpartyAccountMasked?: string | null;
        };
        /** @description Those fields of Transaction that `fields` selects. `id`, `connectionId`, `accountId` are always there; every other key appears only if it was asked for. */
        SparseTransaction: {
            id: components["schemas"]["Transaction"]["id"];
            connectionId: components["schemas"]["Transaction"]["connectionId"];
            accountId: components["schemas"]["Transaction"]["accountId"];
            status?: components["schemas"]["Transaction"]["status"];
            postedDate?: components["schemas"]["Transaction"]["postedDate"];
            updatedAt?: components["schemas"]["Transaction"]["updatedAt"];
            amount?: components["schemas"]["Transaction"]["amount"];
            currency?: components["schemas"]["Transaction"]["currency"];
            entryType?: components["schemas"]["Transaction"]["entryType"];
            description?: components["schemas"]["Transaction"]["description"];
            rail?: components["schemas"]["Transaction"]["rail"];
            rawDescription?: components["schemas"]["Transaction"]["rawDescription"];
            paymentReference?: components["schemas"]["Transaction"]["paymentReference"];
            bankReference?: components["schemas"]["Transaction"]["bankReference"];
            baiCode?: components["schemas"]["Transaction"]["baiCode"];
            category?: components["schemas"]["Transaction"]["category"];
            subcategory?: components["schemas"]["Transaction"]["subcategory"];
            mcc?: components["schemas"]["Transaction"]["mcc"];
            merchantName?: components["schemas"]["Transaction"]["merchantName"];
            counterpartyName?: components["schemas"]["Transaction"]["counterpartyName"];
            counterpartyAccountMasked?: components["schemas"]["Transaction"]["counterpartyAccountMasked"];
        };
        /** @description A Transaction; or, if `fields` was given, a SparseTransaction. Without `fields` the object always satisfies Transaction. */
        TransactionView: components["schemas"]["Transaction"] | components["schemas"]["SparseTransaction"];
        /** @description A transaction to insert or replace by its `id`. */
        TransactionUpsertEvent: {
            /**
             * @description Identifier of this change. A later change of the same transaction has another one.
             * @example evt_01KAF2Y0M2N6C8X4Q7VDTR5B3K
             */
            eventId: string;
            /**
             * Format: date-time
             * @description When the change was committed to the stream.
             */
            eventAt: string;
            /**
             * @description `added`: first appeared after the client's catch-up began. `modified`: known then and changed since. Both mean upsert. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "added" | "modified";
            transaction: components["schemas"]["TransactionView"];
        };
        /** @description A transaction to delete by its id. Ignore it when the id is not held. */
        TransactionRemovedEvent: {
            /**
             * @description Identifier of this change.
             * @example evt_01KAF2Y0M7H1S9E3W5JZPA8G4F
             */
            eventId: string;
            /**
             * Format: date-time
             * @description When the removal was committed to the stream.
             */
            eventAt: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "removed";
            /**
             * @description The transaction that is gone.
             * @example 019a95b0-66de-7a9f-b04c-2e81d7f359a6
             */
            transactionId: string;
            /**
             * @description Account it belonged to.
             * @example 019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9
             */
            accountId: string;
            /**
             * @description Connection it belonged to.
             * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
             */
            connectionId: string;
            /**
             * @description Why it is gone.
             *
             *     - `pendingExpired`: a pending item vanished without posting.
             *     - `replaced`: another transaction took its place.
             *     - `withdrawnByBank`: the bank took back a posted item, confirmed by a second complete read.
             *     - `duplicateMerged`: proved to be the same as another transaction.
             *     - `accountClosed`: the bank dropped the account and its rows.
             *     - `entityDeleted`: the owning entity was deleted.
             * @enum {string}
             */
            reason: "pendingExpired" | "replaced" | "withdrawnByBank" | "duplicateMerged" | "accountClosed" | "entityDeleted";
            /** @description The transaction that took over, for `replaced` and `duplicateMerged`; otherwise null. */
            replacedByTransactionId: string | null;
        };
        /** @description One change that keeps a mirror current. */
        TransactionSyncEvent: components["schemas"]["TransactionUpsertEvent"] | components["schemas"]["TransactionRemovedEvent"];
        /** @description One page of the change stream. Cursor and flag stand at the top level. */
        TransactionSyncPage: {
            /** @description Changes in ascending stream order. They bring a mirror up to date and are no archive: a cursor that is used again later yields whatever follows it by then. */
            events: components["schemas"]["TransactionSyncEvent"][];
            /**
             * @description Cursor for the next call; also given when `events` is empty. Store it only after the whole page has been applied durably.
             * @example sc_8Hq2Vd7nRk5xT0pM
             */
            nextCursor: string;
            /** @description True while further changes wait to be fetched. */
            hasMore: boolean;
            meta: components["schemas"]["Meta"];
        };
        /** @description Pointer to the source record that a revision rests on. For audit; the record itself is kept by the operator. */
        Evidence: {
            /**
             * @description Kind of source.
             * @enum {string}
             */
            kind: "portal" | "api" | "file" | "simulator";
            /**
             * @description Identifier of the stored source record.
             * @example ev-019a9c2e-2
             */
            reference: string;
            /**
             * @description Place inside the record, such as a line or a table row.
             * @example line 118
             */
            location: string | null;
            /**
             * Format: date-time
             * @description When the source was read.
             */
            observedAt: string;
        };
        /** @description One state in the life of a transaction. */
        TransactionRevision: {
            /** @description 1 for the first state, then counting up. */
            revision: number;
            /**
             * @description What happened.
             * @enum {string}
             */
            type: "added" | "modified" | "removed";
            /**
             * Format: date-time
             * @description When the change was committed.
             */
            changedAt: string;
            /** @description Names of the Transaction fields that changed. Empty for `added` and `removed`. */
            changedFields: string[];
            /** @description Run that found the change; null when none did, as after an entity was deleted. */
            syncRunId: string | null;
            /** @description What the change rests on. */
            evidence: components["schemas"]["Evidence"] | null;
            /** @description The transaction as it was after the change; null for `removed`. */
            transaction: components["schemas"]["Transaction"] | null;
        };
        /**
         * @description What the two are.
         * @enum {string}
         */
        SuggestionKind: "transaction" | "account";
        /**
         * @description - `open`: waits for a person.
         *     - `accepted`: the two became one.
         *     - `rejected`: they are two, for good.
         *     - `superseded`: later changes decided it, or left nothing to decide.
         * @enum {string}
         */
        SuggestionStatus: "open" | "accepted" | "rejected" | "superseded";
        /**
         * @description Why the two were kept apart.
         *
         *     - `severalCandidates`: what is known fits more than one of them.
         *     - `textDiffers`: the amounts agree, the texts do not.
         *     - `textSilent`: the amounts agree, one of the texts says nothing.
         *     - `amountDiffers`: the texts agree, the amount changed.
         *     - `mayStillBePending`: the source does not tell whether the older one is gone.
         *     - `numberUnclear`: of accounts: the numbers agree as far as they are shown, which is too little.
         *     - `fewCommonRows`: of accounts: the rows agree, and are too few.
         *     - `rowsDiffer`: of accounts: many rows agree, some do not.
         * @enum {string}
         */
        SuggestionReason: "severalCandidates" | "textDiffers" | "textSilent" | "amountDiffers" | "mayStillBePending" | "numberUnclear" | "fewCommonRows" | "rowsDiffer";
        /** @description Two transactions or accounts that may be one. No evidence decides it, so they are kept apart until a person does. */
        Suggestion: {
            /**
             * @description Identifier of the suggestion.
             * @example 019a9e31-4c07-7d52-8f1e-6ab03d9c2e18
             */
            id: string;
            kind: components["schemas"]["SuggestionKind"];
            status: components["schemas"]["SuggestionStatus"];
            /**
             * @description Connection whose run made the suggestion.
             * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
             */
            connectionId: string;
            /**
             * @description Account of both transactions, or the newer one of two accounts.
             * @example 019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9
             */
            accountId: string;
            /**
             * @description The transaction or account that was known before, and stays when the suggestion is accepted.
             * @example 019a9a10-5b7e-7f03-9d42-c1e86f20b7a4
             */
            olderId: string;
            /**
             * @description The one that appeared later, and goes when the suggestion is accepted.
             * @example 019a9e31-4bf2-7a68-b350-94d7e61c0f83
             */
            newerId: string;
            /** @description Why no evidence decides it. */
            reasons: components["schemas"]["SuggestionReason"][];
            /**
             * Format: date-time
             * @description When it was suggested.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was decided or superseded; null while open.
             */
            closedAt: string | null;
            /** @description The older transaction as it is now; null when it is gone, and for accounts. */
            older: components["schemas"]["Transaction"] | null;
            /** @description The newer transaction as it is now; null when it is gone, and for accounts. */
            newer: components["schemas"]["Transaction"] | null;
        };
        /** @description An amount with its currency. */
        Money: {
            /** @constant */
            type: "money";
            /**
             * @description Unsigned decimal.
             * @example 1250.00
             */
            value: string;
            /**
             * @description Currency code.
             * @example USD
             */
            currency: string;
        };
        /** @description An amount with its currency. */
        MoneyInput: {
            /** @constant */
            type: "money";
            /**
             * @description Amount above zero. Send text: a JSON number is accepted but cannot carry every decimal exactly.
             * @example 1250.00
             */
            value: string | number;
            /**
             * @description Currency code.
             * @example USD
             */
            currency: string;
        };
        /**
         * @description Rail of a transfer.
         * @enum {string}
         */
        TransferType: "internal" | "ach" | "wire" | "swift" | "fednow" | "rtp" | "sepa" | "local";
        /**
         * @description State of a transfer.
         *
         *     - `queued`: accepted, not started.
         *     - `executing`: being entered at the bank.
         *     - `pending_bank_approval`: entered; the end user has to approve it in the bank portal.
         *     - `completed`: the bank confirms it.
         *     - `failed`: could not be done.
         *     - `returned`: done, then sent back.
         *     - `cancelled`: withdrawn before it was done.
         *     - `unknown`: the bank's state is not clear.
         * @enum {string}
         */
        TransferStatus: "queued" | "executing" | "pending_bank_approval" | "completed" | "failed" | "returned" | "cancelled" | "unknown";
        /** @description Postal address of a beneficiary. */
        PostalAddress: {
            /** @description First line. */
            line1: string;
            /** @description Second line. */
            line2?: string | null;
            /** @description City. */
            city: string;
            /** @description State, county or province. */
            region?: string | null;
            /** @description Postal code. */
            postalCode?: string | null;
            /** @description ISO 3166-1 alpha-2 code. */
            country: string;
        };
        /** @description United States account; also used for wires, FedNow and RTP. */
        UsAchIdentifier: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            scheme: "us_ach";
            /** @description Account number. */
            accountNumber: string;
            /** @description ABA routing number. */
            routingNumber: string;
        };
        /** @description United Kingdom account. */
        UkSortCodeIdentifier: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            scheme: "uk_sort_code_account_number";
            /** @description Six digits, no dashes. */
            sortCode: string;
            /** @description Eight digits. */
            accountNumber: string;
        };
        /** @description Account with an IBAN. */
        IbanIdentifier: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            scheme: "iban";
            /** @description IBAN without spaces. */
            iban: string;
            /** @description BIC, where the rail wants it. */
            swiftBic?: string | null;
        };
        /** @description Account elsewhere, reached by BIC. */
        SwiftIdentifier: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            scheme: "swift_account_number";
            /** @description Account number. */
            accountNumber: string;
            /** @description BIC. */
            swiftBic: string;
            /** @description ISO 3166-1 alpha-2 code. */
            bankCountry: string;
        };
        /** @description How an outside account is addressed; `scheme` names the form. */
        PaymentIdentifier: components["schemas"]["UsAchIdentifier"] | components["schemas"]["UkSortCodeIdentifier"] | components["schemas"]["IbanIdentifier"] | components["schemas"]["SwiftIdentifier"];
        /** @description A connected account. */
        InternalAccountDestination: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "internal_account";
            /**
             * Format: uuid
             * @description Receiving account.
             * @example 019a1f7a-e4d4-7f60-b1c3-9d20a86e4f57
             */
            accountId: string;
        };
        /** @description An account outside this API. */
        ExternalAccountDestination: {
            /** @constant */
            type: "external_account";
            /**
             * @description Account holder.
             * @example Northwind Paper Co
             */
            name: string;
            paymentIdentifier: components["schemas"]["PaymentIdentifier"];
            /** @description Holding bank. */
            bankName?: string | null;
            /** @description Holder's address; most SWIFT payments need it. */
            address?: components["schemas"]["PostalAddress"] | null;
        };
        /** @description Outside account with its number masked. */
        MaskedPaymentIdentifier: {
            /**
             * @description Form of the identifier, as in the request.
             * @example us_ach
             */
            scheme: string;
            /**
             * @description Account number or IBAN, masked.
             * @example ****7741
             */
            accountMasked: string;
            /**
             * @description Routing number, sort code or BIC.
             * @example 021000021
             */
            bankIdentifier: string | null;
        };
        /** @description An outside account, masked. */
        MaskedExternalAccountDestination: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "external_account";
            /**
             * @description Account holder.
             * @example Northwind Paper Co
             */
            name: string;
            paymentIdentifier: components["schemas"]["MaskedPaymentIdentifier"];
        };
        /** @description Where the money goes. */
        TransferDestination: components["schemas"]["InternalAccountDestination"] | components["schemas"]["MaskedExternalAccountDestination"];
        /** @description What is known of bank files that the files do not say. What is given with one file outranks the settings of its source, and those outrank the settings of its connection. */
        FileKnowledge: {
            /**
             * @description Account of every statement that names none. A file that names another account is refused.
             * @example 019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9
             */
            accountId?: string | null;
            /** @description Number of the account, where none exists yet that `accountId` could name. */
            accountNumber?: string | null;
            /** @description ISO 4217 code, for files that name none. */
            currency?: string | null;
            /**
             * @description Order of day, month and year where dates are written in digits.
             * @enum {string|null}
             */
            dateOrder?: "DMY" | "MDY" | "YMD" | null;
            /** @description How a CSV export is built. */
            csvProfile?: components["schemas"]["CsvProfile"] | null;
            /** @description Refuses what is read with a warning otherwise, such as totals that do not add up. */
            isStrict?: boolean | null;
            /** @description Takes the entries that stand in front of the damage of a damaged statement. */
            takesDamaged?: boolean | null;
            /** @description Takes accounts that are known to belong to another entity as accounts of this connection. */
            takesForeign?: boolean | null;
        };
        /**
         * @description How a bank's CSV export is built, as `CsvProfile` of the package `@causeway/bank-files` describes it: `name`, `delimiter`, `headerRow`, `decimalMark`, `dateOrder`, the columns `date` and `amount`, and more. At most 16 KiB when serialised.
         * @example {
         *       "name": "current account",
         *       "delimiter": ";",
         *       "headerRow": 0,
         *       "decimalMark": ",",
         *       "dateOrder": "DMY",
         *       "date": "Date",
         *       "amount": {
         *         "kind": "signed",
         *         "column": "Amount"
         *       },
         *       "description": [
         *         "Text"
         *       ]
         *     }
         */
        CsvProfile: {
            [key: string]: unknown;
        };
        /**
         * @description Why a file or a statement was not taken in.
         *
         *     - `unknownFormat`: it is none of the formats that are read.
         *     - `otherFormat`: it was announced as another format.
         *     - `damaged`: it is cut short, or something in it cannot be read.
         *     - `totalsWrong`: totals or balances do not add up, and `isStrict` is set.
         *     - `signsInverted`: balances prove that every amount has the wrong sign.
         *     - `layoutUnclear`: how the table or its dates are to be read is not certain; give `csvProfile` or `dateOrder`.
         *     - `accountMissing`: it names no account; give `accountId` or `accountNumber`.
         *     - `currencyMissing`: it names no currency; give `currency`.
         *     - `accountAmbiguous`: it names no currency, and its number exists in several.
         *     - `otherAccount`: it is of another account than the one it was sent for.
         *     - `foreignEntity`: it is of an account of another entity.
         *     - `internal`: a fault inside Causeway.
         * @enum {string}
         */
        FileProblemReason: "unknownFormat" | "otherFormat" | "damaged" | "totalsWrong" | "signsInverted" | "layoutUnclear" | "accountMissing" | "currencyMissing" | "accountAmbiguous" | "otherAccount" | "foreignEntity" | "internal";
        /** @description One thing that kept a file or one of its statements out. */
        FileProblem: {
            reason: components["schemas"]["FileProblemReason"];
            /** @description What was found, and what to do about it. */
            message: string;
            /** @description The reader's own code, such as `amount_garbled`; null where the file was understood and did not fit. */
            code: string | null;
            /** @description Line of the file. */
            line: number | null;
            /** @description Record code such as `16`, or element path such as `Ntry/Amt`. */
            record: string | null;
            /** @description Account of the statement, all but the last four characters hidden; null where it is about the whole file. */
            accountNumber: string | null;
        };
        /**
         * @description - `open`: waits for a person, or for the same file to be taken in otherwise.
         *     - `accepted`: taken in whole by a later run.
         *     - `discarded`: closed for good.
         * @enum {string}
         */
        QuarantineStatus: "open" | "accepted" | "discarded";
        /** @description What a file says, read with all that is known of it. At most 20 statements of 50 rows, from the first 4 MiB. */
        FilePreview: {
            /** @description Format found. */
            format: components["schemas"]["BankFileFormat"] | null;
            /** @description Whether there is more than is shown. */
            isPartial: boolean;
            /** @description Accounts of the file, in its order. */
            statements: components["schemas"]["FilePreviewStatement"][];
        };
        /** @description What a file says of one account. */
        FilePreviewStatement: {
            /** @description All but the last four characters hidden; null where the file names none. */
            accountNumber: string | null;
            /** @description Null where the file names none. */
            currency: string | null;
            /**
             * Format: date
             * @description Earliest day of its rows.
             */
            from: string | null;
            /**
             * Format: date
             * @description Latest day of its rows.
             */
            to: string | null;
            /** @description Entries that carry money. */
            rowCount: number;
            /** @description Sum of the credits. */
            credits: string;
            /** @description Sum of the debits, without a sign. */
            debits: string;
            /** @description Ledger balance at its end. */
            closingBalance: string | null;
            /** @description Why this statement cannot be taken; the rows are those in front of the damage. */
            problem: components["schemas"]["FileProblem"] | null;
            /** @description The first rows. */
            rows: components["schemas"]["FilePreviewRow"][];
        };
        /** @description One entry. */
        FilePreviewRow: {
            /**
             * @description As it would be stored.
             * @enum {string}
             */
            status: "pending" | "posted";
            /**
             * Format: date
             * @description Booking date.
             */
            postedDate: string | null;
            /** @description Signed decimal, credits positive. */
            amount: string;
            /** @description Null where the file names none. */
            currency: string | null;
            /** @description Text. */
            description: string;
            /** @description Reference of the bank. */
            bankReference: string | null;
            /** @description Place in the file. */
            location: string | null;
        };
        /** @description A file that could not be taken in, or not whole. */
        QuarantinedFile: {
            /**
             * @description Identifier.
             * @example 019a9e31-7f20-7c11-9b3d-2f6a80c4d5e1
             */
            id: string;
            /**
             * @description Connection that the file came in for.
             * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
             */
            connectionId: string;
            status: components["schemas"]["QuarantineStatus"];
            /**
             * @description How the file came in.
             * @enum {string}
             */
            origin: "upload" | "folder" | "sftp";
            /** @description Folder or SFTP source that gave the file; null for an upload. */
            fileSourceId: string | null;
            file: components["schemas"]["UploadedFile"];
            /** @description Everything that was not taken in, as of the latest run. */
            problems: components["schemas"]["FileProblem"][];
            knowledge: components["schemas"]["FileKnowledge"];
            /**
             * Format: date-time
             * @description When the file came in.
             */
            receivedAt: string;
            /**
             * @description The latest run that read the file.
             * @example 019a9e2f-0a55-7412-9c7e-f3b86d1042ea
             */
            syncRunId: string;
            /**
             * Format: date-time
             * @description When it was accepted or discarded.
             */
            decidedAt: string | null;
            /** @description API key that accepted or discarded it; null where a member did (the audit log tells who), and where the same file was taken in otherwise. */
            decidedByKeyId: string | null;
            /** @description What the file says; null in lists and once it is closed. */
            preview: components["schemas"]["FilePreview"] | null;
        };
        /** @description One page of quarantined files. */
        QuarantinedFileList: {
            data: components["schemas"]["QuarantinedFile"][];
            pagination: components["schemas"]["Pagination"];
            meta: components["schemas"]["Meta"];
        };
        /**
         * @description Where files are fetched from.
         * @enum {string}
         */
        FileSourceKind: "folder" | "sftp";
        /**
         * @description `open`: the link works. `completed`: the connection works, and the link has done its work. `revoked` and `expired`: it ended before that.
         * @enum {string}
         */
        ConnectSessionStatus: "open" | "completed" | "revoked" | "expired";
        /** @description How the pages look. */
        ConnectTheme: {
            /** @description Name of the product that the bank is connected to. */
            name: string | null;
            /** @description Colour of buttons and links, as `#rrggbb`. Where text on it could not be read it is darkened or lightened. */
            color: string | null;
            /** @description Picture beside the name. */
            logo: string | null;
        };
        /** @description How the pages look. What is left out or null has a plain look. */
        ConnectThemeRequest: {
            /** @description Name of the product that the bank is connected to. */
            name?: string | null;
            /** @description Colour of buttons and links, as `#rrggbb`. */
            color?: string | null;
            /** @description A PNG, JPEG or WebP picture as a `data:` URL in base64. */
            logo?: string | null;
        };
        /** @description A link to hosted pages, good for one connection and for a short time. Times are real in both environments. */
        ConnectSession: {
            /** @description Identifier. */
            id: string;
            /** @description Entity whose bank is connected. */
            entityId: string;
            /** @description The only bank that can be connected; null where the holder of the link chooses. */
            institutionId: string | null;
            /** @description The connection; null until a bank is chosen. */
            connectionId: string | null;
            status: components["schemas"]["ConnectSessionStatus"];
            /** @description Origins of the pages that may show the link in a frame. */
            allowedOrigins: string[];
            /** @description Where the pages lead back to in the end. */
            returnUrl: string | null;
            theme: components["schemas"]["ConnectTheme"];
            /** @description Language tag; null for that of the browser. */
            locale: string | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When its time is over.
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description When it was withdrawn.
             */
            revokedAt: string | null;
            /**
             * Format: date-time
             * @description When the connection worked.
             */
            completedAt: string | null;
        };
        /** @description A link for one connection of an entity. */
        ConnectSessionRequest: {
            /**
             * Format: uuid
             * @description Entity whose bank is connected.
             * @example 019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3
             */
            entityId: string;
            /**
             * @description The only bank that can be connected; left out, the holder of the link chooses.
             * @example harbor-demo-bank
             */
            institutionId?: string | null;
            /**
             * Format: uuid
             * @description A connection of the entity to set up or to repair; left out, one is made.
             */
            connectionId?: string | null;
            /**
             * @description Time after which the link no longer works.
             * @default 3600
             */
            lifetimeSeconds: number;
            /** @description Origins of the pages that may show the link in a frame, such as `https://app.example.com`. Without any it cannot be shown in one. */
            allowedOrigins?: string[];
            /**
             * Format: uri
             * @description Where the pages lead back to in the end; https.
             */
            returnUrl?: string | null;
            theme?: components["schemas"]["ConnectThemeRequest"];
            /** @description Language tag, by which dates and times are written. */
            locale?: string | null;
        };
        /** @description The new session and its link. */
        ConnectSessionCreated: {
            connectSession: components["schemas"]["ConnectSession"];
            /**
             * Format: uri
             * @description The link. Shown this once; whoever has it can use it. Hand it on whole: its secret stands behind the `#`.
             */
            url: string;
            meta: components["schemas"]["Meta"];
        };
        /** @description One page of Connect sessions. */
        ConnectSessionList: {
            data: components["schemas"]["ConnectSession"][];
            pagination: components["schemas"]["Pagination"];
            meta: components["schemas"]["Meta"];
        };
        /** @description A folder or an SFTP server to fetch bank files from. */
        FileSourceRequest: {
            /**
             * @description Connection that the files are for.
             * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
             */
            connectionId: string;
            kind: components["schemas"]["FileSourceKind"];
            /** @description Of a folder: relative to the folder of the organization and the environment below `CAUSEWAY_FILE_ROOT`, without `..`. Of an SFTP server: as the server calls it. */
            path: string;
            /** @description Only names that fit; `*` stands for any characters, `?` for one. Names of unfinished files (`.part`, `.tmp`, `.filepart`, beginning with a dot, …) never do. */
            pattern?: string | null;
            /**
             * @description What becomes of a file once it was taken in or lies in quarantine; `keep` unless given.
             * @enum {string}
             */
            afterTaking?: "keep" | "move" | "delete";
            /** @description Folder below the path that `move` moves files to. */
            moveTo?: string | null;
            /** @description Time between two looks; 60 unless given. */
            pollSeconds?: number;
            /** @description How long size and time of a file must stay the same, over two looks at least, before it is taken; 5 unless given. */
            settleSeconds?: number;
            /** @description SFTP only. Name or address of the server. */
            host?: string;
            /** @description SFTP only; 22 unless given. */
            port?: number;
            /** @description SFTP only. */
            username?: string;
            /** @description SFTP only. The server's host key as `ssh-keygen -lf` prints it. A server with another key is never sent a login. */
            hostKeyFingerprint?: string;
            /** @description SFTP only; this or `privateKey`. Never returned. */
            password?: string;
            /** @description SFTP only. OpenSSH or PEM text. Never returned. */
            privateKey?: string;
            /** @description Of the private key. Never returned. */
            passphrase?: string;
            knowledge?: components["schemas"]["FileKnowledge"];
        };
        /** @description What of a file source changes. */
        FileSourceUpdateRequest: {
            /**
             * @description Whether it is polled.
             * @enum {string}
             */
            status?: "active" | "paused";
            pollSeconds?: components["schemas"]["FileSourceRequest"]["pollSeconds"];
            hostKeyFingerprint?: components["schemas"]["FileSourceRequest"]["hostKeyFingerprint"];
            password?: components["schemas"]["FileSourceRequest"]["password"];
            privateKey?: components["schemas"]["FileSourceRequest"]["privateKey"];
            passphrase?: components["schemas"]["FileSourceRequest"]["passphrase"];
            knowledge?: components["schemas"]["FileKnowledge"];
        };
        /**
         * @description Why a source, or a file of it, could not be read. All are tried again, ever more slowly, but for `loginRejected`.
         *
         *     - `notConfigured`: the server has no `CAUSEWAY_FILE_ROOT`.
         *     - `addressRefused`: the host has an address that is not public, and is not allowed to.
         *     - `unreachable`: no connection.
         *     - `timeout`: no answer in time.
         *     - `interrupted`: the connection broke off; the file is read again from its beginning.
         *     - `hostKeyMismatch`: the server shows another host key. No login was sent.
         *     - `loginRejected`: the login was refused. The source is `stopped` until it is replaced.
         *     - `pathRefused`: the path leads through a link or out of its root.
         *     - `notFound`: there is no such folder or file.
         *     - `permissionDenied`: it may not be read, or not be moved.
         *     - `tooManyFiles`: more than 100,000 files.
         *     - `tooLarge`: larger than `CAUSEWAY_MAX_UPLOAD_BYTES`.
         *     - `refusedByServer`: the server or the disk gave another error.
         *     - `internal`: a fault inside Causeway.
         * @enum {string}
         */
        FileSourceErrorCode: "notConfigured" | "addressRefused" | "unreachable" | "timeout" | "interrupted" | "hostKeyMismatch" | "loginRejected" | "pathRefused" | "notFound" | "permissionDenied" | "tooManyFiles" | "tooLarge" | "refusedByServer" | "internal";
        /** @description Why a source, or a file of it, could not be read. */
        FileSourceError: {
            code: components["schemas"]["FileSourceErrorCode"];
            /** @description What was met, and what to do. */
            message: string;
        };
        /** @description How many files a source holds, by what is known of them. */
        FileSourceCounts: {
            /** @description Seen and not taken yet, as they may still be being written. */
            settling: number;
            /** @description Taken in, those that were moved or deleted since included. */
            taken: number;
            /** @description Not readable; tried again. */
            failed: number;
        };
        /** @description A file that could not be read or cleared away. */
        FailedSourceFile: {
            /** @description File name. */
            name: string;
            error: components["schemas"]["FileSourceError"];
        };
        /** @description A folder or an SFTP server that bank files are fetched from. */
        FileSource: {
            /**
             * @description Identifier.
             * @example 019a9e31-9c40-7e05-a1b7-44d2c90f7a36
             */
            id: string;
            /**
             * @description Connection that the files are for.
             * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
             */
            connectionId: string;
            kind: components["schemas"]["FileSourceKind"];
            /**
             * @description `stopped`: it needs a person, and is not asked again before.
             * @enum {string}
             */
            status: "active" | "paused" | "stopped";
            /** @description As it was given. */
            path: string;
            /** @description The whole place, a folder's below `CAUSEWAY_FILE_ROOT`. */
            location: string;
            /** @description Names that are taken; null for all. */
            pattern: string | null;
            /**
             * @description What becomes of a file that was taken.
             * @enum {string}
             */
            afterTaking: "keep" | "move" | "delete";
            /** @description Folder that files are moved to. */
            moveTo: string | null;
            /** @description Time between two looks. */
            pollSeconds: number;
            /** @description How long a file must stay the same. */
            settleSeconds: number;
            /** @description Null for a folder. */
            host: string | null;
            /** @description Null for a folder. */
            port: number | null;
            /** @description Null for a folder. */
            username: string | null;
            /** @description Null for a folder. */
            hostKeyFingerprint: string | null;
            knowledge: components["schemas"]["FileKnowledge"];
            files: components["schemas"]["FileSourceCounts"];
            /** @description At most 20. */
            failedFiles: components["schemas"]["FailedSourceFile"][];
            /**
             * Format: date-time
             * @description Null while it is not polled. Real time, in both environments, as all times of a source.
             */
            nextPollAt: string | null;
            /**
             * Format: date-time
             * @description When a look last began.
             */
            lastPollAt: string | null;
            /**
             * Format: date-time
             * @description When the source was last read to its end.
             */
            lastSuccessAt: string | null;
            /** @description Trouble of the last look; of a single file, when the source itself was read. */
            error: components["schemas"]["FileSourceError"] | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
        };
        /** @description One page of file sources. */
        FileSourceList: {
            data: components["schemas"]["FileSource"][];
            pagination: components["schemas"]["Pagination"];
            meta: components["schemas"]["Meta"];
        };
        /** @description Move money between two connected accounts. */
        InternalTransferRequest: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "internal";
            amount: components["schemas"]["MoneyInput"];
            /**
             * Format: uuid
             * @description Paying account.
             */
            sourceAccountId: string;
            destination: components["schemas"]["InternalAccountDestination"];
            /** @constant */
            transferType: "internal";
            /** @description Reference sent with the payment where the bank allows it. Not an idempotency key. */
            clientReference: string;
            /**
             * Format: date
             * @description Wanted day; the earliest possible one when left out.
             */
            executionDate?: string | null;
            /** @description Note for the payer's side. */
            memo?: string | null;
            /**
             * @description Skip the optional checks before execution.
             * @default false
             */
            skipPreflight: boolean;
        };
        /** @description Pay an account outside this API. It only goes out once the end user has approved it at the bank. */
        ExternalTransferRequest: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "external";
            amount: components["schemas"]["MoneyInput"];
            /**
             * Format: uuid
             * @description Paying account.
             */
            sourceAccountId: string;
            destination: components["schemas"]["ExternalAccountDestination"];
            /**
             * @description Rail to use.
             * @enum {string}
             */
            transferType: "ach" | "wire" | "swift" | "fednow" | "rtp" | "sepa" | "local";
            /** @description Reference sent with the payment where the bank allows it. Not an idempotency key. */
            clientReference: string;
            /**
             * Format: date
             * @description Wanted day; the earliest possible one when left out.
             */
            executionDate?: string | null;
            /** @description Note for the payer's side. */
            memo?: string | null;
            /**
             * @description Skip the optional checks before execution.
             * @default false
             */
            skipPreflight: boolean;
        };
        /** @description A transfer to make; `type` names the variant. */
        CreateTransferRequest: components["schemas"]["InternalTransferRequest"] | components["schemas"]["ExternalTransferRequest"];
        /** @description Why a transfer ended without success. */
        TransferFailureReason: {
            /**
             * @description Explanation.
             * @example The bank rejected the beneficiary account.
             */
            message: string;
            /**
             * @description Machine-readable reason.
             * @example beneficiary_rejected
             */
            code?: string;
        };
        /** @description A wanted movement of money. */
        Transfer: {
            /**
             * Format: uuid
             * @description Identifier of the transfer; kept over retries.
             * @example 019a9f50-b8e2-7613-84af-d92c6e057b31
             */
            id: string;
            status: components["schemas"]["TransferStatus"];
            /**
             * @description Variant.
             * @enum {string}
             */
            type: "internal" | "external";
            requestedAmount: components["schemas"]["Money"];
            /**
             * Format: uuid
             * @description Paying account.
             * @example 019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9
             */
            sourceAccountId: string;
            destination: components["schemas"]["TransferDestination"];
            /** @description Rail asked for or used. */
            transferType: components["schemas"]["TransferType"];
            /**
             * @description As in the request.
             * @example INV-88213
             */
            clientReference: string;
            /**
             * Format: date-time
             * @description When the transfer was accepted.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updatedAt: string;
            /** @description Amount the bank moved; null until known. */
            executedAmount?: components["schemas"]["Money"] | null;
            /** @description As in the request. */
            memo?: string | null;
            /** @description Set for `failed`, `returned` and `cancelled`. */
            failureReason?: components["schemas"]["TransferFailureReason"] | null;
        };
        /** @description A statement of one account, fetched from the portal or uploaded. A file that covers several accounts yields one statement for each. */
        Statement: {
            /**
             * @description Identifier of the statement.
             * @example 019a7b33-04f9-7ac6-9e12-5f8d0b6c27e4
             */
            id: string;
            /**
             * @description Account.
             * @example 019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9
             */
            accountId: string;
            /**
             * @description Connection of the account.
             * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
             */
            connectionId: string;
            /**
             * Format: date
             * @description First day covered.
             */
            periodStart: string | null;
            /**
             * Format: date
             * @description Last day covered.
             */
            periodEnd: string | null;
            /**
             * @description Currency of both balances.
             * @example USD
             */
            currency: string;
            /** @description Balance at the start, when stated. */
            openingBalance: string | null;
            /** @description Balance at the end, when stated. */
            closingBalance: string | null;
            /**
             * @description Kind of file.
             * @enum {string}
             */
            format: "pdf" | "bai2" | "camt052" | "camt053" | "camt054" | "mt940" | "mt942" | "ofx" | "qfx" | "qif" | "csv";
            /**
             * @description File name given by the bank or the uploader.
             * @example statement-2026-10.pdf
             */
            fileName: string | null;
            /**
             * @description Media type of the content.
             * @example application/pdf
             */
            contentType: string;
            /** @description Size of the content. */
            sizeBytes: number;
            /** @description SHA-256 of the content, lower-case hex. */
            sha256: string;
            /**
             * @description Where the file came from.
             * @enum {string}
             */
            source: "portal" | "upload";
            /**
             * Format: date-time
             * @description When Causeway got the file.
             */
            createdAt: string;
        };
        /**
         * @description Kind of event.
         * @enum {string}
         */
        WebhookEventType: "connection.status_changed" | "account.created" | "account.updated" | "transactions.sync_available" | "transfer.status_changed" | "test" | "connection.mfa_required" | "connection.expiring" | "connection.warning" | "account.balance_alarm" | "webhook.disabled";
        /** @description A registration to receive events of the key's organization and environment. */
        Webhook: {
            /**
             * @description Identifier of the registration.
             * @example 019a2044-7d3a-7e85-9b16-c40f2a8e73d5
             */
            id: string;
            /**
             * Format: uri
             * @description Where events are posted. HTTPS only, at a public address. An installation for development may allow its own machine, and there HTTP as well.
             */
            url: string;
            /** @description Event types wanted. */
            events: components["schemas"]["WebhookEventType"][];
            /** @description Signing secret, `whsec_` and base64. In full only when created or rotated; later `whsec_`, asterisks and the last four characters. */
            secret: string;
            /** @description Only an active registration gets deliveries. What waits when it is switched off goes out when it is switched on again. A receiver that has failed for five days is switched off, with the event `webhook.disabled`. */
            active: boolean;
            /**
             * Format: date-time
             * @description When it was created.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updatedAt: string;
            metadata?: components["schemas"]["Metadata"];
        };
        /** @description A new registration. Starts active. */
        CreateWebhookRequest: {
            /**
             * Format: uri
             * @description Where events are posted. HTTPS only, at a public address. An installation for development may allow its own machine, and there HTTP as well.
             */
            url: string;
            /** @description Event types wanted. */
            events: components["schemas"]["WebhookEventType"][];
            metadata?: components["schemas"]["Metadata"];
        };
        /** @description Changes. What is left out stays; null also leaves `url`, `events` and `active` as they are. */
        UpdateWebhookRequest: {
            /**
             * Format: uri
             * @description New address, under the same rules.
             */
            url?: string | null;
            /** @description The complete new list. */
            events?: components["schemas"]["WebhookEventType"][] | null;
            /** @description Switch deliveries on or off. */
            active?: boolean | null;
            /** @description Replaces the stored object; null clears it. */
            metadata?: {
                [key: string]: unknown;
            } | null;
        };
        /** @description The new registration with its full secret. */
        WebhookCreated: {
            webhook: components["schemas"]["Webhook"];
            meta: components["schemas"]["Meta"];
        };
        /** @description How long both secrets sign. */
        RotateWebhookSecretRequest: {
            /**
             * @description Time for which deliveries carry signatures of the old and the new secret. 0 drops the old one at once.
             * @default 86400
             */
            overlapSeconds: number;
        };
        /** @description The registration with its new secret in full. */
        WebhookSecretRotated: {
            webhook: components["schemas"]["Webhook"];
            /**
             * Format: date-time
             * @description When the old secret stops signing; null when it already has.
             */
            previousSecretExpiresAt: string | null;
            meta: components["schemas"]["Meta"];
        };
        /** @description One HTTP request to the receiver. */
        WebhookDeliveryAttempt: {
            /**
             * Format: date-time
             * @description When it was sent. The body was the event.
             */
            attemptedAt: string;
            /** @description Where it was sent. */
            url: string;
            /** @description HTTP status received; null when there was no answer, or none to its end. */
            responseStatus: number | null;
            /** @description The first 2,000 characters of the answer; null when there was none. */
            responseBody: string | null;
            /** @description Time it took. */
            durationMs: number;
            /** @description Transport fault, such as a timeout; null when an answer came. */
            error: string | null;
        };
        /** @description The handing over of one event to one registration. */
        WebhookDelivery: {
            /**
             * @description Identifier of the delivery.
             * @example 019a9e2f-2c91-7d07-b5e8-71f0a6c3942d
             */
            id: string;
            /**
             * @description Registration.
             * @example 019a2044-7d3a-7e85-9b16-c40f2a8e73d5
             */
            webhookId: string;
            /**
             * @description Event.
             * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
             */
            eventId: string;
            eventType: components["schemas"]["WebhookEventType"];
            /**
             * @description `pending`: waiting for its first or next attempt. `failed`: all attempts are used up.
             * @enum {string}
             */
            status: "pending" | "succeeded" | "failed";
            /**
             * Format: date-time
             * @description When it was queued.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the next attempt is planned; null when none is.
             */
            nextAttemptAt: string | null;
            /** @description Attempts so far, oldest first. */
            attempts: components["schemas"]["WebhookDeliveryAttempt"][];
        };
        /** @description Whom to send the event to again. */
        ReplayEventRequest: {
            /**
             * Format: uuid
             * @description One registration. Left out or null: every active one that subscribes to the type.
             */
            webhookId?: string | null;
        };
        /** @description Which events to send again, and to whom. */
        ReplayEventsRequest: {
            /**
             * Format: date-time
             * @description Events whose `createdAt` is not before this.
             */
            from: string;
            /**
             * Format: date-time
             * @description Events whose `createdAt` is before this. Left out, up to now.
             */
            to?: string;
            /** @description Only these types. */
            types?: components["schemas"]["WebhookEventType"][];
            /**
             * Format: uuid
             * @description One registration. Left out or null: every active one.
             */
            webhookId?: string | null;
            /** @description Where the call before ended, its `nextAfterEventId`. */
            afterEventId?: string;
        };
        /** @description What was queued. */
        ReplayEventsResult: {
            /**
             * Format: date-time
             * @description Begin of the range, at most 30 days ago.
             */
            from: string;
            /**
             * Format: date-time
             * @description End of the range; give it with further calls.
             */
            to: string;
            /** @description Events of this call. */
            events: number;
            /** @description Deliveries that were queued. */
            deliveries: number;
            /**
             * @description Where to go on; null at the end of the range.
             * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
             */
            nextAfterEventId: string | null;
        };
        /** @description Deliveries that were queued. */
        ReplayEventResult: {
            /**
             * @description Event.
             * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
             */
            eventId: string;
            /** @description One for each receiver; empty when nobody subscribes. */
            deliveries: components["schemas"]["WebhookDelivery"][];
        };
        /** @description Envelope of an event, in deliveries and in the event log alike. */
        Event: components["schemas"]["ConnectionStatusChangedEvent"] | components["schemas"]["AccountCreatedEvent"] | components["schemas"]["AccountUpdatedEvent"] | components["schemas"]["TransactionsSyncAvailableEvent"] | components["schemas"]["TransferStatusChangedEvent"] | components["schemas"]["TestEvent"] | components["schemas"]["ConnectionMfaRequiredEvent"] | components["schemas"]["ConnectionExpiringEvent"] | components["schemas"]["ConnectionWarningEvent"] | components["schemas"]["AccountBalanceAlarmEvent"] | components["schemas"]["WebhookDisabledEvent"];
        /** @description The `status` or the `kind` of a connection changed. */
        ConnectionStatusChangedEvent: {
            /**
             * @description Event id; the same on every delivery, retry and replay. Use it to drop duplicates.
             * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
             */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "connection.status_changed";
            /**
             * Format: date-time
             * @description When the event happened.
             */
            createdAt: string;
            /** @description What changed. */
            data: {
                /**
                 * @description Identifier of the connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: string;
                /**
                 * @description Identifier of the entity.
                 * @example 019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3
                 */
                entityId: string;
                /** @description Institution, when known. */
                institutionId: string | null;
                /**
                 * @description Shape of the connection now.
                 * @enum {string}
                 */
                kind: "setup" | "ready";
                /** @description Status before. */
                previousStatus: components["schemas"]["ConnectionStatus"];
                /** @description Status now. */
                status: components["schemas"]["ConnectionStatus"];
                /** @description Code of the fault, if there is one. */
                errorCode: string | null;
                /** @description Text that goes with it. */
                errorMessage: string | null;
            };
        };
        /** @description A sync found an account for the first time. */
        AccountCreatedEvent: {
            /**
             * @description Event id; the same on every delivery, retry and replay. Use it to drop duplicates.
             * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
             */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "account.created";
            /**
             * Format: date-time
             * @description When the event happened.
             */
            createdAt: string;
            /** @description Which one. */
            data: {
                /**
                 * @description Identifier of the account.
                 * @example 019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9
                 */
                accountId: string;
                /**
                 * @description Identifier of the connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: string;
                /**
                 * @description Identifier of the entity.
                 * @example 019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3
                 */
                entityId: string;
            };
        };
        /** @description An exposed field of an account changed. */
        AccountUpdatedEvent: {
            /**
             * @description Event id; the same on every delivery, retry and replay. Use it to drop duplicates.
             * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
             */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "account.updated";
            /**
             * Format: date-time
             * @description When the event happened.
             */
            createdAt: string;
            /** @description Which one. */
            data: {
                /**
                 * @description Identifier of the account.
                 * @example 019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9
                 */
                accountId: string;
                /**
                 * @description Identifier of the connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: string;
                /**
                 * @description Identifier of the entity.
                 * @example 019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3
                 */
                entityId: string;
                /** @description Names of the Account fields that changed. */
                changedFields: string[];
            };
        };
        /** @description The bank shows less of a connection than before, or all again. */
        ConnectionWarningEvent: {
            /**
             * @description Event id; the same on every delivery, retry and replay. Use it to drop duplicates.
             * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
             */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "connection.warning";
            /**
             * Format: date-time
             * @description When the event happened.
             */
            createdAt: string;
            /** @description What is missing. */
            data: {
                /**
                 * @description Identifier of the connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: string;
                /**
                 * @description Identifier of the entity.
                 * @example 019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3
                 */
                entityId: string;
                /**
                 * @description Whether it holds from now on, or no more.
                 * @enum {string}
                 */
                warning: "raised" | "cleared";
                code: components["schemas"]["ConnectionWarning"]["code"];
                message: components["schemas"]["ConnectionWarning"]["message"];
                accountId: components["schemas"]["ConnectionWarning"]["accountId"];
                since: components["schemas"]["ConnectionWarning"]["since"];
                /** @description Who can mend it. */
                actionRequiredBy: components["schemas"]["ConnectionActor"];
            };
        };
        /** @description Rows and stated balances of an account do not add up although everything was read again, or do again. */
        AccountBalanceAlarmEvent: {
            /**
             * @description Event id; the same on every delivery, retry and replay. Use it to drop duplicates.
             * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
             */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "account.balance_alarm";
            /**
             * Format: date-time
             * @description When the event happened.
             */
            createdAt: string;
            /** @description Which account, and what is missing. */
            data: {
                /**
                 * @description Identifier of the account.
                 * @example 019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9
                 */
                accountId: string;
                /**
                 * @description Identifier of the connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: string;
                /**
                 * @description Identifier of the entity.
                 * @example 019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3
                 */
                entityId: string;
                /**
                 * @description Whether the alarm begins or ends.
                 * @enum {string}
                 */
                alarm: "raised" | "cleared";
                balanceProof: components["schemas"]["BalanceProofState"];
                provenThrough: components["schemas"]["AccountBalanceProof"]["provenThrough"];
                brokenFrom: components["schemas"]["AccountBalanceProof"]["brokenFrom"];
                difference: components["schemas"]["AccountBalanceProof"]["difference"];
            };
        };
        /** @description New changes can be read from the transaction stream. At most one for each connection in a second. */
        TransactionsSyncAvailableEvent: {
            /**
             * @description Event id; the same on every delivery, retry and replay. Use it to drop duplicates.
             * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
             */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "transactions.sync_available";
            /**
             * Format: date-time
             * @description When the event happened.
             */
            createdAt: string;
            /** @description Where. */
            data: {
                /**
                 * @description Identifier of the connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: string;
                /** @description Always null today: the signal speaks for the whole connection. */
                accountId: string | null;
                /**
                 * @description Run that produced the changes; null when none did.
                 * @example 019a9e2f-0a55-7412-9c7e-f3b86d1042ea
                 */
                syncRunId: string | null;
            };
        };
        /** @description The status of a transfer changed. */
        TransferStatusChangedEvent: {
            /**
             * @description Event id; the same on every delivery, retry and replay. Use it to drop duplicates.
             * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
             */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "transfer.status_changed";
            /**
             * Format: date-time
             * @description When the event happened.
             */
            createdAt: string;
            /** @description What changed. */
            data: {
                /**
                 * @description Identifier of the transfer.
                 * @example 019a9f50-b8e2-7613-84af-d92c6e057b31
                 */
                transferId: string;
                /** @description Status before. */
                previousStatus: components["schemas"]["TransferStatus"];
                /** @description Status now. */
                status: components["schemas"]["TransferStatus"];
            };
        };
        /** @description Sent on request to try a receiver out. */
        TestEvent: {
            /**
             * @description Event id; the same on every delivery, retry and replay. Use it to drop duplicates.
             * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
             */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "test";
            /**
             * Format: date-time
             * @description When the event happened.
             */
            createdAt: string;
            /** @description Content. */
            data: {
                /**
                 * @description Identifier of the registration under test.
                 * @example 019a2044-7d3a-7e85-9b16-c40f2a8e73d5
                 */
                webhookId: string;
                /**
                 * @description Fixed text.
                 * @example This is a test event.
                 */
                message: string;
            };
        };
        /** @description A registration was switched off because its receiver has failed for five days. It goes to the other registrations. */
        WebhookDisabledEvent: {
            /**
             * @description Event id; the same on every delivery, retry and replay. Use it to drop duplicates.
             * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
             */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "webhook.disabled";
            /**
             * Format: date-time
             * @description When the event happened.
             */
            createdAt: string;
            /** @description Which one. */
            data: {
                /**
                 * @description Identifier of the registration.
                 * @example 019a2044-7d3a-7e85-9b16-c40f2a8e73d5
                 */
                webhookId: string;
                /** @description Its address. */
                url: string;
                /**
                 * Format: date-time
                 * @description When the receiver began to fail, in real time.
                 */
                failingSince: string;
            };
        };
        /** @description A bank asks a question that somebody has to answer. */
        ConnectionMfaRequiredEvent: {
            /**
             * @description Event id; the same on every delivery, retry and replay. Use it to drop duplicates.
             * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
             */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "connection.mfa_required";
            /**
             * Format: date-time
             * @description When the event happened.
             */
            createdAt: string;
            /** @description Which one. */
            data: {
                /**
                 * @description Identifier of the connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: string;
                /**
                 * @description Identifier of the entity.
                 * @example 019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3
                 */
                entityId: string;
                /**
                 * @description Identifier of the MFA challenge.
                 * @example 019aa0c3-91e6-7c58-a2f4-08b7d35e6f19
                 */
                challengeId: string;
                /**
                 * @description As `type` of MfaChallenge.
                 * @example smsCode
                 */
                challengeType: string;
                /**
                 * Format: date-time
                 * @description When the answer comes too late.
                 */
                expiresAt: string;
            };
        };
        /** @description Access will end soon unless somebody acts. */
        ConnectionExpiringEvent: {
            /**
             * @description Event id; the same on every delivery, retry and replay. Use it to drop duplicates.
             * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
             */
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "connection.expiring";
            /**
             * Format: date-time
             * @description When the event happened.
             */
            createdAt: string;
            /** @description What ends. */
            data: {
                /**
                 * @description Identifier of the connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: string;
                /**
                 * @description Identifier of the entity.
                 * @example 019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3
                 */
                entityId: string;
                /**
                 * @description What runs out.
                 * @enum {string}
                 */
                cause: "passwordExpiry" | "accessExpiry" | "deviceExpiry";
                /**
                 * Format: date-time
                 * @description When it runs out.
                 */
                expiresAt: string;
                /** @description Who can renew it. */
                actionRequiredBy: components["schemas"]["ConnectionActor"];
            };
        };
        /** @description Virtual time of the organization's test environment. */
        SandboxClock: {
            /**
             * Format: date-time
             * @description Current virtual time.
             * @example 2026-12-01T00:00:00.000Z
             */
            now: string;
            /** @description How far virtual time is ahead of real time. */
            advancedSeconds: number;
        };
        /** @description Move forward by whole days. */
        AdvanceByDays: {
            /** @description Number of days. */
            days: number;
        };
        /** @description Move forward to a moment. */
        AdvanceUntil: {
            /**
             * Format: date-time
             * @description Target; must lie ahead of the current virtual time.
             */
            until: string;
        };
        /** @description Either `days` or `until`. */
        AdvanceSandboxClockRequest: components["schemas"]["AdvanceByDays"] | components["schemas"]["AdvanceUntil"];
        /** @description The clock after the jump. */
        SandboxClockAdvanced: {
            /**
             * Format: date-time
             * @description Current virtual time.
             */
            now: string;
            /**
             * Format: date-time
             * @description Virtual time before the jump.
             */
            previousNow: string;
            /** @description How far virtual time is ahead of real time. */
            advancedSeconds: number;
            /** @description Sync runs that became due and were queued by the jump. They may still be running. */
            syncRunIds: string[];
        };
        /**
         * @description Something to make happen at the simulated bank.
         *
         *     - `newTransactions`: new pending and posted rows.
         *     - `pendingToPosted`: open pendings settle.
         *     - `pendingDropped`: open pendings vanish.
         *     - `amountChangedOnPosting`: pendings settle at another amount.
         *     - `backdated`: rows appear with dates in the past.
         *     - `removedByBank`: posted rows are taken back.
         *     - `duplicateLookalikes`: true repeats that look alike.
         *     - `idsReissued`: the bank gives all rows new ids.
         *     - `credentialsExpired`, `mfaRequired`: the next sign-in fails, or asks a question.
         *     - `portalDown`, `portalLayoutChanged`: the portal does not answer, or looks different.
         *     - `accountClosed`, `accountAdded`: the list of accounts changes.
         *     - `accountRenumbered`: the bank lists an account under another number.
         * @enum {string}
         */
        SandboxScenario: "newTransactions" | "pendingToPosted" | "pendingDropped" | "amountChangedOnPosting" | "backdated" | "removedByBank" | "duplicateLookalikes" | "idsReissued" | "credentialsExpired" | "mfaRequired" | "portalDown" | "portalLayoutChanged" | "accountClosed" | "accountAdded" | "accountRenumbered";
        /** @description What to make happen. */
        SandboxScenarioRequest: {
            scenario: components["schemas"]["SandboxScenario"];
            /**
             * Format: uuid
             * @description Limit it to one account, where that makes sense.
             */
            accountId?: string | null;
            /**
             * @description How many rows to touch, where rows are touched. Fewer are touched where fewer exist.
             * @default 1
             */
            count: number;
        };
        /** @description What was set up at the simulated bank. */
        SandboxScenarioResult: {
            /**
             * @description Connection.
             * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
             */
            connectionId: string;
            scenario: components["schemas"]["SandboxScenario"];
            /** @description Accounts concerned; empty when there was nothing to touch, and for what happens at the sign-in. An account that is yet to appear is not listed. */
            accountIds: string[];
            /**
             * Format: date-time
             * @description Virtual time at which it was set up.
             */
            appliedAt: string;
        };
        /** @description The service is in order. */
        HealthStatus: {
            /** @constant */
            status: "ok";
            /**
             * @description Version of the running software.
             * @example 1.0.0
             */
            version: string;
        };
        /** @description One page of entities. */
        EntityList: {
            data: components["schemas"]["Entity"][];
            pagination: components["schemas"]["Pagination"];
            meta: components["schemas"]["Meta"];
        };
        /** @description One page of institutions. */
        InstitutionList: {
            data: components["schemas"]["Institution"][];
            pagination: components["schemas"]["Pagination"];
            meta: components["schemas"]["Meta"];
        };
        /** @description One page of connections, both kinds mixed. */
        ConnectionList: {
            data: components["schemas"]["ConnectionResource"][];
            pagination: components["schemas"]["Pagination"];
            meta: components["schemas"]["Meta"];
        };
        /** @description One thing that a run did in the bank's portal. It holds no secret and nothing that a page said. */
        SyncRunStep: {
            /**
             * @description Identifier of the step.
             * @example 019a9e2f-1c07-7f3d-8a11-5b0c6d2e94f7
             */
            id: string;
            /**
             * @description What was done, in the words of the recipe.
             * @example open the portal
             */
            name: string;
            /**
             * @description Whether it worked.
             * @enum {string}
             */
            outcome: "done" | "failed";
            /**
             * @description What came of it, such as how many rows were read, or the error code of a failure.
             * @example portal_changed
             */
            detail: string | null;
            /** @description How long it took. */
            durationMs: number;
            /** @description Whether there is a picture of the page. */
            hasScreenshot: boolean;
        };
        /** @description One page of steps. */
        SyncRunStepList: {
            data: components["schemas"]["SyncRunStep"][];
            pagination: components["schemas"]["Pagination"];
            meta: components["schemas"]["Meta"];
        };
        /** @description One step of a connection's lifecycle. */
        ConnectionTransition: {
            /**
             * @description Identifier.
             * @example 019aa0c4-51d0-7c93-b7e2-0f4d8a6c2b19
             */
            id: string;
            /**
             * Format: date-time
             * @description When it happened.
             */
            at: string;
            /** @description What happened: `credentialsStored`, `setupCompleted`, `invitationReceived`, `syncSucceeded`, `syncFailed`, `paused`, `resumed` or `revoked`. An open list: expect new causes. */
            cause: string;
            /** @description Who was behind it. */
            actor: components["schemas"]["ConnectionActor"];
            /**
             * @description Kind before.
             * @enum {string}
             */
            previousKind: "setup" | "ready";
            /**
             * @description Kind from then on.
             * @enum {string}
             */
            kind: "setup" | "ready";
            /** @description Status before. */
            previousStatus: components["schemas"]["ConnectionStatus"];
            /** @description Status from then on; the one before where only the fault changed. */
            status: components["schemas"]["ConnectionStatus"];
            /** @description Fault from then on, as ConnectionErrorCode; null where there is none. */
            errorCode: string | null;
            /** @description Who can clear that fault; null where there is none. */
            actionRequiredBy: components["schemas"]["ConnectionActor"] | null;
        };
        /** @description One page of transitions. */
        ConnectionTransitionList: {
            data: components["schemas"]["ConnectionTransition"][];
            pagination: components["schemas"]["Pagination"];
            meta: components["schemas"]["Meta"];
        };
        /** @description One page of sync runs. */
        SyncRunList: {
            data: components["schemas"]["SyncRun"][];
            pagination: components["schemas"]["Pagination"];
            meta: components["schemas"]["Meta"];
        };
        /** @description One page of accounts. */
        AccountList: {
            data: components["schemas"]["AccountView"][];
            pagination: components["schemas"]["Pagination"];
            meta: components["schemas"]["Meta"];
        };
        /** @description One page of daily balances. */
        DailyBalanceList: {
            data: components["schemas"]["DailyBalance"][];
            pagination: components["schemas"]["Pagination"];
            meta: components["schemas"]["Meta"];
        };
        /** @description One page of transactions. */
        TransactionList: {
            data: components["schemas"]["TransactionView"][];
            pagination: components["schemas"]["Pagination"];
            meta: components["schemas"]["Meta"];
        };
        /** @description One page of revisions. */
        TransactionRevisionList: {
            data: components["schemas"]["TransactionRevision"][];
            pagination: components["schemas"]["Pagination"];
            meta: components["schemas"]["Meta"];
        };
        /** @description One page of suggestions. */
        SuggestionList: {
            data: components["schemas"]["Suggestion"][];
            pagination: components["schemas"]["Pagination"];
            meta: components["schemas"]["Meta"];
        };
        /** @description One page of transfers. */
        TransferList: {
            data: components["schemas"]["Transfer"][];
            pagination: components["schemas"]["Pagination"];
            meta: components["schemas"]["Meta"];
        };
        /** @description One page of statements. */
        StatementList: {
            data: components["schemas"]["Statement"][];
            pagination: components["schemas"]["Pagination"];
            meta: components["schemas"]["Meta"];
        };
        /** @description One page of registrations. */
        WebhookList: {
            data: components["schemas"]["Webhook"][];
            pagination: components["schemas"]["Pagination"];
            meta: components["schemas"]["Meta"];
        };
        /** @description One page of deliveries. */
        WebhookDeliveryList: {
            data: components["schemas"]["WebhookDelivery"][];
            pagination: components["schemas"]["Pagination"];
            meta: components["schemas"]["Meta"];
        };
        /**
         * @description What was done, as `noun.verb`. Each is explained in the guide on the audit log.
         * @enum {string}
         */
        AuditAction: "api_key.create" | "api_key.limit" | "api_key.revoke" | "connect_session.choose" | "connect_session.create" | "connect_session.revoke" | "connection.complete_setup" | "connection.create" | "connection.pause" | "connection.resume" | "connection.revoke" | "connection.sync" | "console.set_up" | "credentials.put" | "delivery.retry" | "entity.create" | "entity.delete" | "entity.update" | "event.replay" | "file.upload" | "file_settings.put" | "file_source.create" | "file_source.delete" | "file_source.poll" | "file_source.update" | "installation.back_up" | "installation.restore" | "member.join" | "member.remove" | "member.update" | "member_invitation.create" | "member_invitation.revoke" | "mfa_challenge.answer" | "organization.create" | "organization.limit" | "organization.update" | "people_link.create" | "person.change_password" | "person.disable_two_factor" | "person.enable_two_factor" | "person.end_sessions" | "person.make_backup_codes" | "person.remove" | "person.reset_password" | "person.sign_in" | "person.sign_out" | "person.update" | "quarantined_file.accept" | "quarantined_file.discard" | "sandbox_clock.advance" | "sandbox_scenario.apply" | "suggestion.accept" | "suggestion.reject" | "vault.retire" | "vault.rotate" | "webhook.create" | "webhook.delete" | "webhook.rotate_secret" | "webhook.test" | "webhook.update";
        /**
         * @description Kind of what something was done to.
         * @enum {string}
         */
        AuditTargetType: "api_key" | "connect_session" | "connection" | "delivery" | "entity" | "event" | "file_source" | "installation" | "member_invitation" | "mfa_challenge" | "organization" | "person" | "quarantined_file" | "sandbox_clock" | "suggestion" | "sync_run" | "vault" | "webhook";
        /** @description One act, and who did it. */
        AuditEntry: {
            /**
             * Format: uuid
             * @description Entry id.
             */
            id: string;
            /**
             * Format: date-time
             * @description When it was done, in real time, in the test environment too.
             */
            createdAt: string;
            /**
             * @description Environment that it concerns; null where it concerns both.
             * @enum {string|null}
             */
            environment: "live" | "test" | null;
            action: components["schemas"]["AuditAction"];
            /**
             * @description `done`, or `failed` where it was begun and did not come to its end. What was refused leaves no entry.
             * @enum {string}
             */
            outcome: "done" | "failed";
            /** @description Who did it. */
            actor: {
                /**
                 * @description `key`: an API key. `member`: a person in the console. `connect`: the holder of a Connect link. `operator`: a person at the command line. `system`: the service itself.
                 * @enum {string}
                 */
                kind: "key" | "member" | "connect" | "operator" | "system";
                /** @description Key id, id of the person or Connect session, login name of the operator, or part of the service. */
                id: string;
                /** @description Name of the key, e-mail address of the member; null for other actors. */
                label: string | null;
            };
            /** @description `X-Request-Id` of the request; null where it was none. */
            requestId: string | null;
            /** @description IP address of the peer that sent the request: of a reverse proxy, where one stands in front. Null where it was no request. */
            sourceAddress: string | null;
            /** @description What it was done to. */
            target: {
                type: components["schemas"]["AuditTargetType"];
                /** @description Its id; null for what there is only one of. */
                id: string | null;
            };
            /** @description More about it: ids, counts, words of this document, and names of the fields that were set. Never a secret, and never text that somebody has typed. */
            details: {
                [key: string]: unknown;
            };
        };
        /** @description One page of audit entries. */
        AuditEntryList: {
            data: components["schemas"]["AuditEntry"][];
            pagination: components["schemas"]["Pagination"];
            meta: components["schemas"]["Meta"];
        };
        /** @description One page of events. */
        EventList: {
            data: components["schemas"]["Event"][];
            pagination: components["schemas"]["Pagination"];
            meta: components["schemas"]["Meta"];
        };
    };
    responses: {
        /** @description The request cannot be read. */
        MalformedRequest: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The request cannot be read, or the cursor is malformed, altered, foreign or bound to other filters. */
        MalformedRequestOrCursor: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description No usable API key. */
        Unauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The key may not do this. `insufficient_scope` names the scope that is needed. */
        Forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The resource does not exist, or the key may not see it; the two cannot be told apart. */
        NotFound: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The path exists, the method does not. Can come from any path. */
        MethodNotAllowed: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The idempotency key stands for another request. */
        ConflictIdempotency: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The idempotency key stands for another request. Another entity of the organization has this `externalEntityId`. */
        ConflictEntityExists: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description A connection of the entity is syncing, or it is the default entity. */
        ConflictEntityDelete: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The connection is revoked. */
        ConflictRevoked: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description Input that activation needs is missing, or the connection is revoked. */
        ConflictSetupCompletion: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description A sync is running, or the connection is neither `active` nor `errored`. */
        ConflictSync: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The connection is still in setup, or it is revoked. */
        ConflictPause: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description An earlier answer is still being tried. */
        ConflictMfa: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The idempotency key stands for another request. A sync of the connection is running, or it is revoked. */
        ConflictUpload: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description A sync of the connection is running, or the suggestion is closed in another way. */
        ConflictSuggestionAccept: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The suggestion is closed in another way. */
        ConflictSuggestionReject: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description A sync of the connection is running, or the file is discarded, or its connection is revoked. */
        ConflictQuarantineAccept: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The file is accepted. */
        ConflictQuarantineDiscard: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The idempotency key stands for another request. The connection is revoked. */
        ConflictFileSourceCreate: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The idempotency key stands for another request. The connection needs nothing that a link could do. */
        ConflictConnectSessionCreate: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The idempotency key stands for another request, or the paying account's connection is not `active`. */
        ConflictTransferCreate: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The idempotency key stands for another request, or the transfer cannot be retried. */
        ConflictTransferRetry: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The idempotency key stands for another request. The transfer can no longer be cancelled. */
        ConflictTransferCancel: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The idempotency key stands for another request. The registration is inactive, or does not subscribe to `test`. */
        ConflictWebhookTest: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The idempotency key stands for another request. The registration is inactive. */
        ConflictWebhookInactive: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The idempotency key stands for another request. The connection is still in setup, or it is revoked. */
        ConflictSandboxScenario: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The sync cursor, or the one that its catch-up began with, was issued more than 90 days ago. Bootstrap again, as after a first call. */
        CursorExpired: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The cursor was issued more than 29 days ago, or before the database was moved or brought back to an earlier state. Begin without a cursor; `GET /v1/events` shows what there is. */
        EventCursorExpired: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The body is larger than allowed. */
        PayloadTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description The body has a media type that the operation does not take. */
        UnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description A parameter or body property is unknown, missing or not allowed. `details` names each. */
        ValidationError: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description Too many requests. */
        RateLimited: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description A fault in Causeway. */
        InternalError: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
        /** @description Not able to answer right now, for example while starting or shutting down. */
        Unavailable: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
    };
    parameters: {
        /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
        Cursor: string | null;
        /** @description Most items to return. */
        Limit: number;
        /**
         * @description Comma-separated names of the top-level fields wanted. Identifiers are always included; an unknown name is rejected.
         * @example status,amount
         */
        Fields: string | null;
        /** @description Only this account. */
        FilterAccountId: string;
        /** @description Only this connection. */
        FilterConnectionId: string;
        /** @description Only connections of this entity, and what belongs to them. */
        FilterEntityId: string;
        /**
         * @description Entity.
         * @example 019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3
         */
        EntityIdPath: string;
        /**
         * @description Institution.
         * @example harbor-demo-bank
         */
        InstitutionIdPath: string;
        /**
         * @description Connection.
         * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
         */
        ConnectionIdPath: string;
        /**
         * @description Sync run.
         * @example 019a9e2f-0a55-7412-9c7e-f3b86d1042ea
         */
        SyncRunIdPath: string;
        /**
         * @description Step of the run.
         * @example 019a9e2f-1c07-7f3d-8a11-5b0c6d2e94f7
         */
        SyncRunStepIdPath: string;
        /**
         * @description Account.
         * @example 019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9
         */
        AccountIdPath: string;
        /**
         * @description Transaction.
         * @example 019a99d4-7b10-7c3a-9f21-5d0c6a1e4b77
         */
        TransactionIdPath: string;
        /**
         * @description Suggestion.
         * @example 019a9e31-4c07-7d52-8f1e-6ab03d9c2e18
         */
        SuggestionIdPath: string;
        /**
         * @description Quarantined file.
         * @example 019a9e31-7f20-7c11-9b3d-2f6a80c4d5e1
         */
        QuarantinedFileIdPath: string;
        /**
         * @description Connect session.
         * @example 019aa4b7-30d2-7c16-9a58-e1f7c02b6d34
         */
        ConnectSessionIdPath: string;
        /**
         * @description File source.
         * @example 019a9e31-9c40-7e05-a1b7-44d2c90f7a36
         */
        FileSourceIdPath: string;
        /**
         * @description Transfer.
         * @example 019a9f50-b8e2-7613-84af-d92c6e057b31
         */
        TransferIdPath: string;
        /**
         * @description Statement.
         * @example 019a7b33-04f9-7ac6-9e12-5f8d0b6c27e4
         */
        StatementIdPath: string;
        /**
         * @description Registration.
         * @example 019a2044-7d3a-7e85-9b16-c40f2a8e73d5
         */
        WebhookIdPath: string;
        /**
         * @description Delivery.
         * @example 019a9e2f-2c91-7d07-b5e8-71f0a6c3942d
         */
        DeliveryIdPath: string;
        /**
         * @description Event.
         * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
         */
        EventIdPath: string;
        /**
         * @description Makes a repeat safe. Stands for one request of this organization and environment for at least 24 hours: the same request again gets the stored response with `Idempotent-Replayed: true`, another request gets 409 `idempotency_conflict`.
         * @example pay-88213-1
         */
        IdempotencyKey: string | null;
        /** @description Opaque cursor from an earlier page of this stream. Leave it out on the first call to get the head of the stream for a bootstrap without gaps. It is a lower bound in stream order, fits only the filters (`accountId`, `connectionId`) it was issued for, and lives for 90 days. The cursor of a page with `hasMore: true` counts them from where the catch-up began: from the last cursor that was answered with `hasMore: false`, or from the first call. A damaged cursor, or one for other filters, is `invalid_cursor`; one past its life is `cursor_expired`, and the client has to bootstrap anew. An empty value is `invalid_cursor`, never a first call. */
        SyncCursor: string | null;
        /** @description Most change events to return. May differ from page to page. */
        SyncLimit: number;
        /** @description Comma-separated fields of the embedded transactions. `id`, `connectionId` and `accountId` are always included. Does not change which events are sent and is not tied to the cursor, so it may differ from page to page. An unknown name is rejected. */
        SyncFields: string | null;
        /** @description Stream of one account only. Part of what defines the stream: keep it the same for the life of a cursor. */
        SyncAccountId: string | null;
        /** @description Stream of one connection only. Part of what defines the stream: keep it the same for the life of a cursor. */
        SyncConnectionId: string | null;
        /** @description Where a call without a cursor starts: with `beginning` at the start of the mirror, so that history comes through the stream too. May not be combined with `cursor`. */
        SyncFrom: "beginning";
        /** @description Sync cursor taken from the `id` of the last message received. Wins over `cursor`, as browsers repeat the first URL when they reconnect. */
        LastEventId: string;
        /** @description Cursor taken from the `id` of the last message received. It fits every filter and lives for 29 days, a day less than the events. A damaged cursor, or one of another log, is `invalid_cursor`. One that is past its life, or that was issued before the database was moved or brought back to an earlier state, is `cursor_expired`. An empty value is `invalid_cursor`. */
        EventCursor: string;
        /** @description Cursor taken from the `id` of the last message received. Wins over `cursor`, as browsers repeat the first URL when they reconnect. */
        LastEventIdOfEvents: string;
        /**
         * @description `t=<unix seconds>,v1=<hex>`. Carries one `v1` for each secret in force.
         * @example t=1795154532,v1=939a85b9e9991020a6b3b2c03cbb67df2c45b5683cde1d8d945d2c0c73c1a055
         */
        WebhookSignatureWaycore: string;
        /**
         * @description Event id; the same on every attempt.
         * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
         */
        WebhookHeaderId: string;
        /**
         * @description Time of this attempt, Unix seconds; equal to `t`.
         * @example 1795154532
         */
        WebhookHeaderTimestamp: string;
        /**
         * @description Standard Webhooks signature: `v1,<base64>`. Carries one for each secret in force, separated by spaces.
         * @example v1,x7J2DjFaO6SA7BzUS4o75yk85FmB/PH+AFvxmtuHMbg=
         */
        WebhookHeaderSignature: string;
    };
    requestBodies: {
        /** @description A new entity. */
        CreateEntity: {
            content: {
                "application/json": components["schemas"]["CreateEntityRequest"];
            };
        };
        /** @description Replacement of the contact list. Nothing else can be changed. */
        UpdateEntity: {
            content: {
                "application/json": components["schemas"]["UpdateEntityRequest"];
            };
        };
        /** @description Either `institutionId` and `entityId` (and perhaps `portalUrl`), or `entityId` and `portalUrl`. */
        CreateConnection: {
            content: {
                "application/json": components["schemas"]["CreateConnectionRequest"];
            };
        };
        /** @description The complete set of login details. A field left out or null is not stored, and any earlier value of it is deleted. Nothing of this is ever returned. */
        ConnectionCredentials: {
            content: {
                "application/json": components["schemas"]["ConnectionCredentialsRequest"];
            };
        };
        /** @description None, or an empty JSON object. */
        Empty: {
            content: {
                "application/json": components["schemas"]["EmptyRequest"];
            };
        };
        /** @description Answer to the open challenge. */
        MfaAnswer: {
            content: {
                "application/json": components["schemas"]["MfaAnswerRequest"];
            };
        };
        /** @description One bank file with its hints. */
        FileUpload: {
            content: {
                "multipart/form-data": components["schemas"]["FileUploadRequest"];
            };
        };
        /** @description All that is known of the files of the connection. */
        FileSettings: {
            content: {
                "application/json": components["schemas"]["FileKnowledge"];
            };
        };
        /** @description What the file does not say. */
        AcceptQuarantinedFile: {
            content: {
                "application/json": components["schemas"]["FileKnowledge"];
            };
        };
        /** @description A folder or an SFTP server. */
        CreateFileSource: {
            content: {
                "application/json": components["schemas"]["FileSourceRequest"];
            };
        };
        /** @description Whose bank the link is for, and how its pages look. */
        CreateConnectSession: {
            content: {
                "application/json": components["schemas"]["ConnectSessionRequest"];
            };
        };
        /** @description What changes. */
        UpdateFileSource: {
            content: {
                "application/json": components["schemas"]["FileSourceUpdateRequest"];
            };
        };
        /** @description A transfer to make; `type` names the variant. */
        CreateTransfer: {
            content: {
                "application/json": components["schemas"]["CreateTransferRequest"];
            };
        };
        /** @description A new registration. Starts active. */
        CreateWebhook: {
            content: {
                "application/json": components["schemas"]["CreateWebhookRequest"];
            };
        };
        /** @description Changes. What is left out stays; null also leaves `url`, `events` and `active` as they are. */
        UpdateWebhook: {
            content: {
                "application/json": components["schemas"]["UpdateWebhookRequest"];
            };
        };
        /** @description How long both secrets sign. */
        RotateWebhookSecret: {
            content: {
                "application/json": components["schemas"]["RotateWebhookSecretRequest"];
            };
        };
        /** @description Whom to send the event to again. */
        ReplayEvent: {
            content: {
                "application/json": components["schemas"]["ReplayEventRequest"];
            };
        };
        /** @description Which events to send again, and to whom. */
        ReplayEvents: {
            content: {
                "application/json": components["schemas"]["ReplayEventsRequest"];
            };
        };
        /** @description Either `days` or `until`. */
        AdvanceSandboxClock: {
            content: {
                "application/json": components["schemas"]["AdvanceSandboxClockRequest"];
            };
        };
        /** @description What to make happen. */
        SandboxScenario: {
            content: {
                "application/json": components["schemas"]["SandboxScenarioRequest"];
            };
        };
    };
    headers: {
        /**
         * @description Identifier of the request. Equal to `meta.requestId` where the body has one.
         * @example req_01KAF3A7V9M2X5C8T4WQDN6R1B
         */
        XRequestId: string;
        /**
         * @description Bearer challenge.
         * @example Bearer realm="causeway", error="invalid_token"
         */
        WWWAuthenticate: string;
        /**
         * @description Methods that the path supports.
         * @example GET, POST
         */
        Allow: string;
        /**
         * @description Seconds to wait before trying again. Always sent with 429.
         * @example 12
         */
        RetryAfter: number;
        /**
         * @description What is left of the quota: `r` requests for the next `t` seconds. Where several limits apply, each has an item of its own: the key's, `default`, first.
         * @example "default";r=0;t=12
         */
        RateLimit: string;
        /**
         * @description The quota: `q` requests per `w` seconds, for each limit that applies.
         * @example "default";q=600;w=60
         */
        RateLimitPolicy: string;
        /**
         * @description Path of the resource that was created or started.
         * @example /v1/connections/019a9d11-52c7-7be0-9a34-c81f06d27e5b
         */
        Location: string;
        /**
         * @description `true` when this is the stored response of an earlier, identical request. Not sent otherwise.
         * @example true
         */
        IdempotentReplayed: "true";
        /**
         * @description Suggests a file name.
         * @example attachment; filename="statement-2026-10.pdf"
         */
        ContentDisposition: string;
        /**
         * @description Always `no-store`.
         * @example no-store
         */
        CacheControl: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listEntities: {
        parameters: {
            query?: {
                /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Most items to return. */
                limit?: components["parameters"]["Limit"];
                /** @description Only the entity with this id of the caller. */
                externalEntityId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of entities. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntityList"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createEntity: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a repeat safe. Stands for one request of this organization and environment for at least 24 hours: the same request again gets the stored response with `Idempotent-Replayed: true`, another request gets 409 `idempotency_conflict`.
                 * @example pay-88213-1
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["CreateEntity"];
        responses: {
            /** @description The new entity. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    Location: components["headers"]["Location"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entity"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["ConflictEntityExists"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getEntity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Entity.
                 * @example 019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3
                 */
                entityId: components["parameters"]["EntityIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entity. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entity"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteEntity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Entity.
                 * @example 019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3
                 */
                entityId: components["parameters"]["EntityIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictEntityDelete"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateEntity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Entity.
                 * @example 019a1f60-3c8e-7a41-b2d7-6f0e91c4a5d3
                 */
                entityId: components["parameters"]["EntityIdPath"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["UpdateEntity"];
        responses: {
            /** @description The entity after the change. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entity"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listInstitutions: {
        parameters: {
            query?: {
                /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Most items to return. */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description Part of a name or identifier, or a portal URL or its domain. Case does not matter.
                 * @example harbor
                 */
                query?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of institutions. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstitutionList"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getInstitution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Institution.
                 * @example harbor-demo-bank
                 */
                institutionId: components["parameters"]["InstitutionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The institution. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Institution"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listConnections: {
        parameters: {
            query?: {
                /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Most items to return. */
                limit?: components["parameters"]["Limit"];
                /** @description Only this status. */
                status?: components["schemas"]["ConnectionStatus"];
                /** @description Only this institution. */
                institutionId?: string;
                /** @description Only connections of this entity, and what belongs to them. */
                entityId?: components["parameters"]["FilterEntityId"];
                /** @description Only this kind. */
                kind?: "setup" | "ready";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of connections. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionList"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createConnection: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a repeat safe. Stands for one request of this organization and environment for at least 24 hours: the same request again gets the stored response with `Idempotent-Replayed: true`, another request gets 409 `idempotency_conflict`.
                 * @example pay-88213-1
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["CreateConnection"];
        responses: {
            /** @description The connection that exists already. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionResource"];
                };
            };
            /** @description The new connection. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    Location: components["headers"]["Location"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionResource"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["ConflictIdempotency"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: components["parameters"]["ConnectionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionResource"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: components["parameters"]["ConnectionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The revoked connection. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionResource"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putConnectionCredentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: components["parameters"]["ConnectionIdPath"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ConnectionCredentials"];
        responses: {
            /** @description The connection. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionResource"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictRevoked"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    completeConnectionSetup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: components["parameters"]["ConnectionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            /** @description The connection. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionResource"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictSetupCompletion"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    syncConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: components["parameters"]["ConnectionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            /** @description The queued run. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncRun"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictSync"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    pauseConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: components["parameters"]["ConnectionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            /** @description The connection. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionResource"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictPause"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    resumeConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: components["parameters"]["ConnectionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            /** @description The connection. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionResource"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictPause"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getConnectionHealth: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: components["parameters"]["ConnectionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Health of the connection. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionHealth"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listConnectionTransitions: {
        parameters: {
            query?: {
                /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Most items to return. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                /**
                 * @description Connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: components["parameters"]["ConnectionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of transitions. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTransitionList"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSyncRuns: {
        parameters: {
            query?: {
                /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Most items to return. */
                limit?: components["parameters"]["Limit"];
                /** @description Only this status. */
                status?: components["schemas"]["SyncRunStatus"];
            };
            header?: never;
            path: {
                /**
                 * @description Connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: components["parameters"]["ConnectionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of runs. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncRunList"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSyncRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: components["parameters"]["ConnectionIdPath"];
                /**
                 * @description Sync run.
                 * @example 019a9e2f-0a55-7412-9c7e-f3b86d1042ea
                 */
                syncRunId: components["parameters"]["SyncRunIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncRun"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSyncRunSteps: {
        parameters: {
            query?: {
                /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Most items to return. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                /**
                 * @description Connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: components["parameters"]["ConnectionIdPath"];
                /**
                 * @description Sync run.
                 * @example 019a9e2f-0a55-7412-9c7e-f3b86d1042ea
                 */
                syncRunId: components["parameters"]["SyncRunIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of steps. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncRunStepList"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSyncRunScreenshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: components["parameters"]["ConnectionIdPath"];
                /**
                 * @description Sync run.
                 * @example 019a9e2f-0a55-7412-9c7e-f3b86d1042ea
                 */
                syncRunId: components["parameters"]["SyncRunIdPath"];
                /**
                 * @description Step of the run.
                 * @example 019a9e2f-1c07-7f3d-8a11-5b0c6d2e94f7
                 */
                syncRunStepId: components["parameters"]["SyncRunStepIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMfaChallenge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: components["parameters"]["ConnectionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The open challenge. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MfaChallenge"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    answerMfaChallenge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: components["parameters"]["ConnectionIdPath"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MfaAnswer"];
        responses: {
            /** @description The answer is being tried. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MfaChallenge"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictMfa"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    uploadConnectionFile: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a repeat safe. Stands for one request of this organization and environment for at least 24 hours: the same request again gets the stored response with `Idempotent-Replayed: true`, another request gets 409 `idempotency_conflict`.
                 * @example pay-88213-1
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description Connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: components["parameters"]["ConnectionIdPath"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["FileUpload"];
        responses: {
            /** @description The run that took this content in earlier. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncRun"];
                };
            };
            /** @description The run for this file. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    Location: components["headers"]["Location"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncRun"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictUpload"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listConnectSessions: {
        parameters: {
            query?: {
                /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Most items to return. */
                limit?: components["parameters"]["Limit"];
                /** @description Only connections of this entity, and what belongs to them. */
                entityId?: components["parameters"]["FilterEntityId"];
                /** @description Only this connection. */
                connectionId?: components["parameters"]["FilterConnectionId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of Connect sessions. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectSessionList"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createConnectSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a repeat safe. Stands for one request of this organization and environment for at least 24 hours: the same request again gets the stored response with `Idempotent-Replayed: true`, another request gets 409 `idempotency_conflict`.
                 * @example pay-88213-1
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["CreateConnectSession"];
        responses: {
            /** @description The session with its link. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    Location: components["headers"]["Location"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectSessionCreated"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["ConflictConnectSessionCreate"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getConnectSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Connect session.
                 * @example 019aa4b7-30d2-7c16-9a58-e1f7c02b6d34
                 */
                connectSessionId: components["parameters"]["ConnectSessionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectSession"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeConnectSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Connect session.
                 * @example 019aa4b7-30d2-7c16-9a58-e1f7c02b6d34
                 */
                connectSessionId: components["parameters"]["ConnectSessionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectSession"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAccounts: {
        parameters: {
            query?: {
                /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Most items to return. */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description Comma-separated names of the top-level fields wanted. Identifiers are always included; an unknown name is rejected.
                 * @example status,amount
                 */
                fields?: components["parameters"]["Fields"];
                /** @description Only this connection. */
                connectionId?: components["parameters"]["FilterConnectionId"];
                /** @description Only this type. */
                type?: components["schemas"]["AccountType"];
                /** @description Only this currency. */
                currency?: string;
                /** @description Only this status. */
                status?: components["schemas"]["AccountStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of accounts. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountList"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Account.
                 * @example 019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9
                 */
                accountId: components["parameters"]["AccountIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAccountDigest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Account.
                 * @example 019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9
                 */
                accountId: components["parameters"]["AccountIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The digest. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountDigest"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listBalances: {
        parameters: {
            query?: {
                /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Most items to return. */
                limit?: components["parameters"]["Limit"];
                /** @description Only connections of this entity, and what belongs to them. */
                entityId?: components["parameters"]["FilterEntityId"];
                /** @description Only this connection. */
                connectionId?: components["parameters"]["FilterConnectionId"];
                /** @description Only this account. */
                accountId?: components["parameters"]["FilterAccountId"];
                /** @description Days from this one on. */
                dateGte?: string;
                /** @description Days before this one. */
                dateLt?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of balances. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DailyBalanceList"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTransactions: {
        parameters: {
            query?: {
                /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Most items to return. */
                limit?: components["parameters"]["Limit"];
                /** @description Order; a leading minus means descending. */
                sort?: "postedDate" | "-postedDate" | "updatedAt" | "-updatedAt";
                /**
                 * @description Comma-separated names of the top-level fields wanted. Identifiers are always included; an unknown name is rejected.
                 * @example status,amount
                 */
                fields?: components["parameters"]["Fields"];
                /** @description Only this account. */
                accountId?: components["parameters"]["FilterAccountId"];
                /** @description Only this connection. */
                connectionId?: components["parameters"]["FilterConnectionId"];
                /** @description Only accounts of this entity. */
                entityId?: string;
                /** @description Only this status. */
                status?: components["schemas"]["TransactionStatus"];
                /** @description Only this rail. */
                rail?: components["schemas"]["TransactionRail"];
                /** @description Posted on this day or later. */
                postedDateGte?: string;
                /** @description Posted before this day. */
                postedDateLt?: string;
                /** @description Signed amount of at least this. */
                amountGte?: string;
                /** @description Signed amount of at most this. */
                amountLte?: string;
                /** @description Text contained in a description, name or reference. Case does not matter. */
                query?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of transactions. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionList"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    syncTransactions: {
        parameters: {
            query?: {
                /** @description Opaque cursor from an earlier page of this stream. Leave it out on the first call to get the head of the stream for a bootstrap without gaps. It is a lower bound in stream order, fits only the filters (`accountId`, `connectionId`) it was issued for, and lives for 90 days. The cursor of a page with `hasMore: true` counts them from where the catch-up began: from the last cursor that was answered with `hasMore: false`, or from the first call. A damaged cursor, or one for other filters, is `invalid_cursor`; one past its life is `cursor_expired`, and the client has to bootstrap anew. An empty value is `invalid_cursor`, never a first call. */
                cursor?: components["parameters"]["SyncCursor"];
                /** @description Most change events to return. May differ from page to page. */
                limit?: components["parameters"]["SyncLimit"];
                /** @description Comma-separated fields of the embedded transactions. `id`, `connectionId` and `accountId` are always included. Does not change which events are sent and is not tied to the cursor, so it may differ from page to page. An unknown name is rejected. */
                fields?: components["parameters"]["SyncFields"];
                /** @description Stream of one account only. Part of what defines the stream: keep it the same for the life of a cursor. */
                accountId?: components["parameters"]["SyncAccountId"];
                /** @description Stream of one connection only. Part of what defines the stream: keep it the same for the life of a cursor. */
                connectionId?: components["parameters"]["SyncConnectionId"];
                /** @description Where a call without a cursor starts: with `beginning` at the start of the mirror, so that history comes through the stream too. May not be combined with `cursor`. */
                from?: components["parameters"]["SyncFrom"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of changes, perhaps empty. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionSyncPage"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["CursorExpired"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    streamTransactions: {
        parameters: {
            query?: {
                /** @description Opaque cursor from an earlier page of this stream. Leave it out on the first call to get the head of the stream for a bootstrap without gaps. It is a lower bound in stream order, fits only the filters (`accountId`, `connectionId`) it was issued for, and lives for 90 days. The cursor of a page with `hasMore: true` counts them from where the catch-up began: from the last cursor that was answered with `hasMore: false`, or from the first call. A damaged cursor, or one for other filters, is `invalid_cursor`; one past its life is `cursor_expired`, and the client has to bootstrap anew. An empty value is `invalid_cursor`, never a first call. */
                cursor?: components["parameters"]["SyncCursor"];
                /** @description Comma-separated fields of the embedded transactions. `id`, `connectionId` and `accountId` are always included. Does not change which events are sent and is not tied to the cursor, so it may differ from page to page. An unknown name is rejected. */
                fields?: components["parameters"]["SyncFields"];
                /** @description Stream of one account only. Part of what defines the stream: keep it the same for the life of a cursor. */
                accountId?: components["parameters"]["SyncAccountId"];
                /** @description Stream of one connection only. Part of what defines the stream: keep it the same for the life of a cursor. */
                connectionId?: components["parameters"]["SyncConnectionId"];
            };
            header?: {
                /** @description Sync cursor taken from the `id` of the last message received. Wins over `cursor`, as browsers repeat the first URL when they reconnect. */
                "Last-Event-ID"?: components["parameters"]["LastEventId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An endless stream. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id: sc_2Nc7Lp4Fs9XaD1uE
                     *     event: stream.open
                     *     data: {"nextCursor":"sc_2Nc7Lp4Fs9XaD1uE"}
                     *
                     *     id: sc_8Hq2Vd7nRk5xT0pM
                     *     event: removed
                     *     data: {"eventId":"evt_01KAF2Y0M7H1S9E3W5JZPA8G4F","eventAt":"2026-11-20T06:02:11.482Z","type":"removed","transactionId":"019a95b0-66de-7a9f-b04c-2e81d7f359a6","accountId":"019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9","connectionId":"019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18","reason":"pendingExpired","replacedByTransactionId":null}
                     *
                     *     : keep-alive
                     */
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["CursorExpired"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTransaction: {
        parameters: {
            query?: {
                /**
                 * @description Comma-separated names of the top-level fields wanted. Identifiers are always included; an unknown name is rejected.
                 * @example status,amount
                 */
                fields?: components["parameters"]["Fields"];
            };
            header?: never;
            path: {
                /**
                 * @description Transaction.
                 * @example 019a99d4-7b10-7c3a-9f21-5d0c6a1e4b77
                 */
                transactionId: components["parameters"]["TransactionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The transaction. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionView"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTransactionHistory: {
        parameters: {
            query?: {
                /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Most items to return. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                /**
                 * @description Transaction.
                 * @example 019a99d4-7b10-7c3a-9f21-5d0c6a1e4b77
                 */
                transactionId: components["parameters"]["TransactionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of revisions. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionRevisionList"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSuggestions: {
        parameters: {
            query?: {
                /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Most items to return. */
                limit?: components["parameters"]["Limit"];
                /** @description Only this account. */
                accountId?: components["parameters"]["FilterAccountId"];
                /** @description Only this connection. */
                connectionId?: components["parameters"]["FilterConnectionId"];
                /** @description Only this kind. */
                kind?: components["schemas"]["SuggestionKind"];
                /** @description Only this status. */
                status?: components["schemas"]["SuggestionStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of suggestions. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestionList"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSuggestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Suggestion.
                 * @example 019a9e31-4c07-7d52-8f1e-6ab03d9c2e18
                 */
                suggestionId: components["parameters"]["SuggestionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The suggestion. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suggestion"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    acceptSuggestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Suggestion.
                 * @example 019a9e31-4c07-7d52-8f1e-6ab03d9c2e18
                 */
                suggestionId: components["parameters"]["SuggestionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            /** @description The suggestion, accepted. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suggestion"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictSuggestionAccept"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    rejectSuggestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Suggestion.
                 * @example 019a9e31-4c07-7d52-8f1e-6ab03d9c2e18
                 */
                suggestionId: components["parameters"]["SuggestionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            /** @description The suggestion, rejected. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suggestion"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictSuggestionReject"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getFileSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: components["parameters"]["ConnectionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The settings. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileKnowledge"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putFileSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: components["parameters"]["ConnectionIdPath"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["FileSettings"];
        responses: {
            /** @description The settings. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileKnowledge"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listQuarantinedFiles: {
        parameters: {
            query?: {
                /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Most items to return. */
                limit?: components["parameters"]["Limit"];
                /** @description Only this connection. */
                connectionId?: components["parameters"]["FilterConnectionId"];
                /** @description Only this status. */
                status?: components["schemas"]["QuarantineStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of quarantined files. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantinedFileList"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getQuarantinedFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Quarantined file.
                 * @example 019a9e31-7f20-7c11-9b3d-2f6a80c4d5e1
                 */
                quarantinedFileId: components["parameters"]["QuarantinedFileIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantinedFile"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    acceptQuarantinedFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Quarantined file.
                 * @example 019a9e31-7f20-7c11-9b3d-2f6a80c4d5e1
                 */
                quarantinedFileId: components["parameters"]["QuarantinedFileIdPath"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["AcceptQuarantinedFile"];
        responses: {
            /** @description The file after the run. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantinedFile"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictQuarantineAccept"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    discardQuarantinedFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Quarantined file.
                 * @example 019a9e31-7f20-7c11-9b3d-2f6a80c4d5e1
                 */
                quarantinedFileId: components["parameters"]["QuarantinedFileIdPath"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            /** @description The file, discarded. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantinedFile"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictQuarantineDiscard"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listFileSources: {
        parameters: {
            query?: {
                /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Most items to return. */
                limit?: components["parameters"]["Limit"];
                /** @description Only this connection. */
                connectionId?: components["parameters"]["FilterConnectionId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of file sources. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileSourceList"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createFileSource: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a repeat safe. Stands for one request of this organization and environment for at least 24 hours: the same request again gets the stored response with `Idempotent-Replayed: true`, another request gets 409 `idempotency_conflict`.
                 * @example pay-88213-1
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["CreateFileSource"];
        responses: {
            /** @description The file source. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    Location: components["headers"]["Location"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileSource"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["ConflictFileSourceCreate"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getFileSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description File source.
                 * @example 019a9e31-9c40-7e05-a1b7-44d2c90f7a36
                 */
                fileSourceId: components["parameters"]["FileSourceIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file source. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileSource"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteFileSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description File source.
                 * @example 019a9e31-9c40-7e05-a1b7-44d2c90f7a36
                 */
                fileSourceId: components["parameters"]["FileSourceIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateFileSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description File source.
                 * @example 019a9e31-9c40-7e05-a1b7-44d2c90f7a36
                 */
                fileSourceId: components["parameters"]["FileSourceIdPath"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["UpdateFileSource"];
        responses: {
            /** @description The file source. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileSource"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    pollFileSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description File source.
                 * @example 019a9e31-9c40-7e05-a1b7-44d2c90f7a36
                 */
                fileSourceId: components["parameters"]["FileSourceIdPath"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            /** @description The file source. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileSource"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTransfers: {
        parameters: {
            query?: {
                /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Most items to return. */
                limit?: components["parameters"]["Limit"];
                /** @description Order; a leading minus means descending. `id` breaks ties. */
                sort?: "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt";
                /** @description Only transfers from or to this account. */
                accountId?: string;
                /** @description Only this status. */
                status?: components["schemas"]["TransferStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of transfers. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransferList"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createTransfer: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a repeat safe. Stands for one request of this organization and environment for at least 24 hours: the same request again gets the stored response with `Idempotent-Replayed: true`, another request gets 409 `idempotency_conflict`.
                 * @example pay-88213-1
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["CreateTransfer"];
        responses: {
            /** @description The accepted transfer. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    Location: components["headers"]["Location"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transfer"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["ConflictTransferCreate"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTransfer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Transfer.
                 * @example 019a9f50-b8e2-7613-84af-d92c6e057b31
                 */
                transferId: components["parameters"]["TransferIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The transfer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transfer"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    retryTransfer: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a repeat safe. Stands for one request of this organization and environment for at least 24 hours: the same request again gets the stored response with `Idempotent-Replayed: true`, another request gets 409 `idempotency_conflict`.
                 * @example pay-88213-1
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description Transfer.
                 * @example 019a9f50-b8e2-7613-84af-d92c6e057b31
                 */
                transferId: components["parameters"]["TransferIdPath"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            /** @description The transfer, queued again. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transfer"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictTransferRetry"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancelTransfer: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a repeat safe. Stands for one request of this organization and environment for at least 24 hours: the same request again gets the stored response with `Idempotent-Replayed: true`, another request gets 409 `idempotency_conflict`.
                 * @example pay-88213-1
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description Transfer.
                 * @example 019a9f50-b8e2-7613-84af-d92c6e057b31
                 */
                transferId: components["parameters"]["TransferIdPath"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            /** @description The transfer. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transfer"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictTransferCancel"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listStatements: {
        parameters: {
            query?: {
                /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Most items to return. */
                limit?: components["parameters"]["Limit"];
                /** @description Only connections of this entity, and what belongs to them. */
                entityId?: components["parameters"]["FilterEntityId"];
                /** @description Only this connection. */
                connectionId?: components["parameters"]["FilterConnectionId"];
                /** @description Only this account. */
                accountId?: components["parameters"]["FilterAccountId"];
                /** @description Period ends on this day or later. */
                periodEndGte?: string;
                /** @description Period ends before this day. */
                periodEndLt?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of statements. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatementList"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getStatement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Statement.
                 * @example 019a7b33-04f9-7ac6-9e12-5f8d0b6c27e4
                 */
                statementId: components["parameters"]["StatementIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The statement. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statement"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getStatementContent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Statement.
                 * @example 019a7b33-04f9-7ac6-9e12-5f8d0b6c27e4
                 */
                statementId: components["parameters"]["StatementIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Content-Disposition": components["headers"]["ContentDisposition"];
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                    "application/octet-stream": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Most items to return. */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of registrations. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookList"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a repeat safe. Stands for one request of this organization and environment for at least 24 hours: the same request again gets the stored response with `Idempotent-Replayed: true`, another request gets 409 `idempotency_conflict`.
                 * @example pay-88213-1
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["CreateWebhook"];
        responses: {
            /** @description The registration with its secret. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    Location: components["headers"]["Location"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookCreated"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["ConflictIdempotency"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Registration.
                 * @example 019a2044-7d3a-7e85-9b16-c40f2a8e73d5
                 */
                webhookId: components["parameters"]["WebhookIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The registration. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Registration.
                 * @example 019a2044-7d3a-7e85-9b16-c40f2a8e73d5
                 */
                webhookId: components["parameters"]["WebhookIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Registration.
                 * @example 019a2044-7d3a-7e85-9b16-c40f2a8e73d5
                 */
                webhookId: components["parameters"]["WebhookIdPath"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["UpdateWebhook"];
        responses: {
            /** @description The registration after the change. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a repeat safe. Stands for one request of this organization and environment for at least 24 hours: the same request again gets the stored response with `Idempotent-Replayed: true`, another request gets 409 `idempotency_conflict`.
                 * @example pay-88213-1
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description Registration.
                 * @example 019a2044-7d3a-7e85-9b16-c40f2a8e73d5
                 */
                webhookId: components["parameters"]["WebhookIdPath"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            /** @description The queued delivery. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictWebhookTest"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a repeat safe. Stands for one request of this organization and environment for at least 24 hours: the same request again gets the stored response with `Idempotent-Replayed: true`, another request gets 409 `idempotency_conflict`.
                 * @example pay-88213-1
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description Registration.
                 * @example 019a2044-7d3a-7e85-9b16-c40f2a8e73d5
                 */
                webhookId: components["parameters"]["WebhookIdPath"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["RotateWebhookSecret"];
        responses: {
            /** @description The registration with its new secret. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecretRotated"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictIdempotency"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Most items to return. */
                limit?: components["parameters"]["Limit"];
                /** @description Only this status. */
                status?: "pending" | "succeeded" | "failed";
                /** @description Only this event. */
                eventId?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Registration.
                 * @example 019a2044-7d3a-7e85-9b16-c40f2a8e73d5
                 */
                webhookId: components["parameters"]["WebhookIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deliveries. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryList"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    retryWebhookDelivery: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a repeat safe. Stands for one request of this organization and environment for at least 24 hours: the same request again gets the stored response with `Idempotent-Replayed: true`, another request gets 409 `idempotency_conflict`.
                 * @example pay-88213-1
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description Registration.
                 * @example 019a2044-7d3a-7e85-9b16-c40f2a8e73d5
                 */
                webhookId: components["parameters"]["WebhookIdPath"];
                /**
                 * @description Delivery.
                 * @example 019a9e2f-2c91-7d07-b5e8-71f0a6c3942d
                 */
                deliveryId: components["parameters"]["DeliveryIdPath"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            /** @description The delivery. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictWebhookInactive"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Most items to return. */
                limit?: components["parameters"]["Limit"];
                /** @description Only this type. */
                type?: components["schemas"]["WebhookEventType"];
                /** @description Only events about this connection. */
                connectionId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /** @description Cursor taken from the `id` of the last message received. It fits every filter and lives for 29 days, a day less than the events. A damaged cursor, or one of another log, is `invalid_cursor`. One that is past its life, or that was issued before the database was moved or brought back to an earlier state, is `cursor_expired`. An empty value is `invalid_cursor`. */
                cursor?: components["parameters"]["EventCursor"];
                /** @description Only this type. */
                type?: components["schemas"]["WebhookEventType"];
                /** @description Only events about this connection. */
                connectionId?: string;
            };
            header?: {
                /** @description Cursor taken from the `id` of the last message received. Wins over `cursor`, as browsers repeat the first URL when they reconnect. */
                "Last-Event-ID"?: components["parameters"]["LastEventIdOfEvents"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An endless stream. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id: ec_2Nc7Lp4Fs9XaD1uE
                     *     event: stream.open
                     *     data: {"nextCursor":"ec_2Nc7Lp4Fs9XaD1uE"}
                     *
                     *     id: ec_8Hq2Vd7nRk5xT0pM
                     *     event: transactions.sync_available
                     *     data: {"id":"evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN","type":"transactions.sync_available","createdAt":"2026-11-20T06:02:11.482Z","data":{"connectionId":"019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18","accountId":null,"syncRunId":"019a95b0-1f3c-7e21-a0d4-6c9b2f8e4a17"}}
                     *
                     *     id: ec_8Hq2Vd7nRk5xT0pM
                     *     : keep-alive
                     */
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["EventCursorExpired"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Event.
                 * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
                 */
                eventId: components["parameters"]["EventIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayEvent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a repeat safe. Stands for one request of this organization and environment for at least 24 hours: the same request again gets the stored response with `Idempotent-Replayed: true`, another request gets 409 `idempotency_conflict`.
                 * @example pay-88213-1
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description Event.
                 * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
                 */
                eventId: components["parameters"]["EventIdPath"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["ReplayEvent"];
        responses: {
            /** @description Deliveries queued. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayEventResult"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictWebhookInactive"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayEvents: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a repeat safe. Stands for one request of this organization and environment for at least 24 hours: the same request again gets the stored response with `Idempotent-Replayed: true`, another request gets 409 `idempotency_conflict`.
                 * @example pay-88213-1
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ReplayEvents"];
        responses: {
            /** @description Deliveries queued. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayEventsResult"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["ConflictWebhookInactive"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAuditEntries: {
        parameters: {
            query?: {
                /** @description Cursor of the next page, from `pagination.nextCursor`. Valid only with the same filters and sort, and never on another operation. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Most items to return. */
                limit?: components["parameters"]["Limit"];
                /** @description Only this act. */
                action?: components["schemas"]["AuditAction"];
                /** @description Only acts of this actor, by `actor.id`. */
                actorId?: string;
                /** @description Only acts upon this target, by `target.id`. */
                targetId?: string;
                /** @description Only entries of this moment or later. */
                createdAtGte?: string;
                /** @description Only entries of before this moment. */
                createdAtLt?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of audit entries. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEntryList"];
                };
            };
            400: components["responses"]["MalformedRequestOrCursor"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSandboxClock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The clock. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxClock"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    advanceSandboxClock: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a repeat safe. Stands for one request of this organization and environment for at least 24 hours: the same request again gets the stored response with `Idempotent-Replayed: true`, another request gets 409 `idempotency_conflict`.
                 * @example pay-88213-1
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["AdvanceSandboxClock"];
        responses: {
            /** @description The clock after the jump. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxClockAdvanced"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["ConflictIdempotency"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    applySandboxScenario: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes a repeat safe. Stands for one request of this organization and environment for at least 24 hours: the same request again gets the stored response with `Idempotent-Replayed: true`, another request gets 409 `idempotency_conflict`.
                 * @example pay-88213-1
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description Connection.
                 * @example 019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18
                 */
                connectionId: components["parameters"]["ConnectionIdPath"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SandboxScenario"];
        responses: {
            /** @description Set up at the bank. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxScenarioResult"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictSandboxScenario"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Alive. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthStatus"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthStatus"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An OpenAPI 3.1 document. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        openapi: string;
                        info: Record<string, never>;
                        paths: Record<string, never>;
                    };
                };
            };
            400: components["responses"]["MalformedRequest"];
            422: components["responses"]["ValidationError"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    onConnectionStatusChanged: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description `t=<unix seconds>,v1=<hex>`. Carries one `v1` for each secret in force.
                 * @example t=1795154532,v1=939a85b9e9991020a6b3b2c03cbb67df2c45b5683cde1d8d945d2c0c73c1a055
                 */
                "Waycore-Signature": components["parameters"]["WebhookSignatureWaycore"];
                /**
                 * @description Event id; the same on every attempt.
                 * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
                 */
                "webhook-id": components["parameters"]["WebhookHeaderId"];
                /**
                 * @description Time of this attempt, Unix seconds; equal to `t`.
                 * @example 1795154532
                 */
                "webhook-timestamp": components["parameters"]["WebhookHeaderTimestamp"];
                /**
                 * @description Standard Webhooks signature: `v1,<base64>`. Carries one for each secret in force, separated by spaces.
                 * @example v1,x7J2DjFaO6SA7BzUS4o75yk85FmB/PH+AFvxmtuHMbg=
                 */
                "webhook-signature": components["parameters"]["WebhookHeaderSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionStatusChangedEvent"];
            };
        };
        responses: {
            /** @description Taken. Answer fast and work later. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; tried again later, like any status outside 2xx and like no answer within 15 seconds. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onAccountCreated: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description `t=<unix seconds>,v1=<hex>`. Carries one `v1` for each secret in force.
                 * @example t=1795154532,v1=939a85b9e9991020a6b3b2c03cbb67df2c45b5683cde1d8d945d2c0c73c1a055
                 */
                "Waycore-Signature": components["parameters"]["WebhookSignatureWaycore"];
                /**
                 * @description Event id; the same on every attempt.
                 * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
                 */
                "webhook-id": components["parameters"]["WebhookHeaderId"];
                /**
                 * @description Time of this attempt, Unix seconds; equal to `t`.
                 * @example 1795154532
                 */
                "webhook-timestamp": components["parameters"]["WebhookHeaderTimestamp"];
                /**
                 * @description Standard Webhooks signature: `v1,<base64>`. Carries one for each secret in force, separated by spaces.
                 * @example v1,x7J2DjFaO6SA7BzUS4o75yk85FmB/PH+AFvxmtuHMbg=
                 */
                "webhook-signature": components["parameters"]["WebhookHeaderSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountCreatedEvent"];
            };
        };
        responses: {
            /** @description Taken. Answer fast and work later. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; tried again later, like any status outside 2xx and like no answer within 15 seconds. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onAccountUpdated: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description `t=<unix seconds>,v1=<hex>`. Carries one `v1` for each secret in force.
                 * @example t=1795154532,v1=939a85b9e9991020a6b3b2c03cbb67df2c45b5683cde1d8d945d2c0c73c1a055
                 */
                "Waycore-Signature": components["parameters"]["WebhookSignatureWaycore"];
                /**
                 * @description Event id; the same on every attempt.
                 * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
                 */
                "webhook-id": components["parameters"]["WebhookHeaderId"];
                /**
                 * @description Time of this attempt, Unix seconds; equal to `t`.
                 * @example 1795154532
                 */
                "webhook-timestamp": components["parameters"]["WebhookHeaderTimestamp"];
                /**
                 * @description Standard Webhooks signature: `v1,<base64>`. Carries one for each secret in force, separated by spaces.
                 * @example v1,x7J2DjFaO6SA7BzUS4o75yk85FmB/PH+AFvxmtuHMbg=
                 */
                "webhook-signature": components["parameters"]["WebhookHeaderSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountUpdatedEvent"];
            };
        };
        responses: {
            /** @description Taken. Answer fast and work later. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; tried again later, like any status outside 2xx and like no answer within 15 seconds. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onConnectionWarning: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description `t=<unix seconds>,v1=<hex>`. Carries one `v1` for each secret in force.
                 * @example t=1795154532,v1=939a85b9e9991020a6b3b2c03cbb67df2c45b5683cde1d8d945d2c0c73c1a055
                 */
                "Waycore-Signature": components["parameters"]["WebhookSignatureWaycore"];
                /**
                 * @description Event id; the same on every attempt.
                 * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
                 */
                "webhook-id": components["parameters"]["WebhookHeaderId"];
                /**
                 * @description Time of this attempt, Unix seconds; equal to `t`.
                 * @example 1795154532
                 */
                "webhook-timestamp": components["parameters"]["WebhookHeaderTimestamp"];
                /**
                 * @description Standard Webhooks signature: `v1,<base64>`. Carries one for each secret in force, separated by spaces.
                 * @example v1,x7J2DjFaO6SA7BzUS4o75yk85FmB/PH+AFvxmtuHMbg=
                 */
                "webhook-signature": components["parameters"]["WebhookHeaderSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionWarningEvent"];
            };
        };
        responses: {
            /** @description Taken. Answer fast and work later. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; tried again later, like any status outside 2xx and like no answer within 15 seconds. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onAccountBalanceAlarm: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description `t=<unix seconds>,v1=<hex>`. Carries one `v1` for each secret in force.
                 * @example t=1795154532,v1=939a85b9e9991020a6b3b2c03cbb67df2c45b5683cde1d8d945d2c0c73c1a055
                 */
                "Waycore-Signature": components["parameters"]["WebhookSignatureWaycore"];
                /**
                 * @description Event id; the same on every attempt.
                 * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
                 */
                "webhook-id": components["parameters"]["WebhookHeaderId"];
                /**
                 * @description Time of this attempt, Unix seconds; equal to `t`.
                 * @example 1795154532
                 */
                "webhook-timestamp": components["parameters"]["WebhookHeaderTimestamp"];
                /**
                 * @description Standard Webhooks signature: `v1,<base64>`. Carries one for each secret in force, separated by spaces.
                 * @example v1,x7J2DjFaO6SA7BzUS4o75yk85FmB/PH+AFvxmtuHMbg=
                 */
                "webhook-signature": components["parameters"]["WebhookHeaderSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountBalanceAlarmEvent"];
            };
        };
        responses: {
            /** @description Taken. Answer fast and work later. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; tried again later, like any status outside 2xx and like no answer within 15 seconds. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onWebhookDisabled: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description `t=<unix seconds>,v1=<hex>`. Carries one `v1` for each secret in force.
                 * @example t=1795154532,v1=939a85b9e9991020a6b3b2c03cbb67df2c45b5683cde1d8d945d2c0c73c1a055
                 */
                "Waycore-Signature": components["parameters"]["WebhookSignatureWaycore"];
                /**
                 * @description Event id; the same on every attempt.
                 * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
                 */
                "webhook-id": components["parameters"]["WebhookHeaderId"];
                /**
                 * @description Time of this attempt, Unix seconds; equal to `t`.
                 * @example 1795154532
                 */
                "webhook-timestamp": components["parameters"]["WebhookHeaderTimestamp"];
                /**
                 * @description Standard Webhooks signature: `v1,<base64>`. Carries one for each secret in force, separated by spaces.
                 * @example v1,x7J2DjFaO6SA7BzUS4o75yk85FmB/PH+AFvxmtuHMbg=
                 */
                "webhook-signature": components["parameters"]["WebhookHeaderSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookDisabledEvent"];
            };
        };
        responses: {
            /** @description Taken. Answer fast and work later. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; tried again later, like any status outside 2xx and like no answer within 15 seconds. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onTransactionsSyncAvailable: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description `t=<unix seconds>,v1=<hex>`. Carries one `v1` for each secret in force.
                 * @example t=1795154532,v1=939a85b9e9991020a6b3b2c03cbb67df2c45b5683cde1d8d945d2c0c73c1a055
                 */
                "Waycore-Signature": components["parameters"]["WebhookSignatureWaycore"];
                /**
                 * @description Event id; the same on every attempt.
                 * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
                 */
                "webhook-id": components["parameters"]["WebhookHeaderId"];
                /**
                 * @description Time of this attempt, Unix seconds; equal to `t`.
                 * @example 1795154532
                 */
                "webhook-timestamp": components["parameters"]["WebhookHeaderTimestamp"];
                /**
                 * @description Standard Webhooks signature: `v1,<base64>`. Carries one for each secret in force, separated by spaces.
                 * @example v1,x7J2DjFaO6SA7BzUS4o75yk85FmB/PH+AFvxmtuHMbg=
                 */
                "webhook-signature": components["parameters"]["WebhookHeaderSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransactionsSyncAvailableEvent"];
            };
        };
        responses: {
            /** @description Taken. Answer fast and work later. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; tried again later, like any status outside 2xx and like no answer within 15 seconds. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onTransferStatusChanged: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description `t=<unix seconds>,v1=<hex>`. Carries one `v1` for each secret in force.
                 * @example t=1795154532,v1=939a85b9e9991020a6b3b2c03cbb67df2c45b5683cde1d8d945d2c0c73c1a055
                 */
                "Waycore-Signature": components["parameters"]["WebhookSignatureWaycore"];
                /**
                 * @description Event id; the same on every attempt.
                 * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
                 */
                "webhook-id": components["parameters"]["WebhookHeaderId"];
                /**
                 * @description Time of this attempt, Unix seconds; equal to `t`.
                 * @example 1795154532
                 */
                "webhook-timestamp": components["parameters"]["WebhookHeaderTimestamp"];
                /**
                 * @description Standard Webhooks signature: `v1,<base64>`. Carries one for each secret in force, separated by spaces.
                 * @example v1,x7J2DjFaO6SA7BzUS4o75yk85FmB/PH+AFvxmtuHMbg=
                 */
                "webhook-signature": components["parameters"]["WebhookHeaderSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferStatusChangedEvent"];
            };
        };
        responses: {
            /** @description Taken. Answer fast and work later. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; tried again later, like any status outside 2xx and like no answer within 15 seconds. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onTest: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description `t=<unix seconds>,v1=<hex>`. Carries one `v1` for each secret in force.
                 * @example t=1795154532,v1=939a85b9e9991020a6b3b2c03cbb67df2c45b5683cde1d8d945d2c0c73c1a055
                 */
                "Waycore-Signature": components["parameters"]["WebhookSignatureWaycore"];
                /**
                 * @description Event id; the same on every attempt.
                 * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
                 */
                "webhook-id": components["parameters"]["WebhookHeaderId"];
                /**
                 * @description Time of this attempt, Unix seconds; equal to `t`.
                 * @example 1795154532
                 */
                "webhook-timestamp": components["parameters"]["WebhookHeaderTimestamp"];
                /**
                 * @description Standard Webhooks signature: `v1,<base64>`. Carries one for each secret in force, separated by spaces.
                 * @example v1,x7J2DjFaO6SA7BzUS4o75yk85FmB/PH+AFvxmtuHMbg=
                 */
                "webhook-signature": components["parameters"]["WebhookHeaderSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestEvent"];
            };
        };
        responses: {
            /** @description Taken. Answer fast and work later. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; tried again later, like any status outside 2xx and like no answer within 15 seconds. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onConnectionMfaRequired: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description `t=<unix seconds>,v1=<hex>`. Carries one `v1` for each secret in force.
                 * @example t=1795154532,v1=939a85b9e9991020a6b3b2c03cbb67df2c45b5683cde1d8d945d2c0c73c1a055
                 */
                "Waycore-Signature": components["parameters"]["WebhookSignatureWaycore"];
                /**
                 * @description Event id; the same on every attempt.
                 * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
                 */
                "webhook-id": components["parameters"]["WebhookHeaderId"];
                /**
                 * @description Time of this attempt, Unix seconds; equal to `t`.
                 * @example 1795154532
                 */
                "webhook-timestamp": components["parameters"]["WebhookHeaderTimestamp"];
                /**
                 * @description Standard Webhooks signature: `v1,<base64>`. Carries one for each secret in force, separated by spaces.
                 * @example v1,x7J2DjFaO6SA7BzUS4o75yk85FmB/PH+AFvxmtuHMbg=
                 */
                "webhook-signature": components["parameters"]["WebhookHeaderSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionMfaRequiredEvent"];
            };
        };
        responses: {
            /** @description Taken. Answer fast and work later. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; tried again later, like any status outside 2xx and like no answer within 15 seconds. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onConnectionExpiring: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description `t=<unix seconds>,v1=<hex>`. Carries one `v1` for each secret in force.
                 * @example t=1795154532,v1=939a85b9e9991020a6b3b2c03cbb67df2c45b5683cde1d8d945d2c0c73c1a055
                 */
                "Waycore-Signature": components["parameters"]["WebhookSignatureWaycore"];
                /**
                 * @description Event id; the same on every attempt.
                 * @example evt_01KAF2Y0Q5D8T3W7M9RXB4C6HN
                 */
                "webhook-id": components["parameters"]["WebhookHeaderId"];
                /**
                 * @description Time of this attempt, Unix seconds; equal to `t`.
                 * @example 1795154532
                 */
                "webhook-timestamp": components["parameters"]["WebhookHeaderTimestamp"];
                /**
                 * @description Standard Webhooks signature: `v1,<base64>`. Carries one for each secret in force, separated by spaces.
                 * @example v1,x7J2DjFaO6SA7BzUS4o75yk85FmB/PH+AFvxmtuHMbg=
                 */
                "webhook-signature": components["parameters"]["WebhookHeaderSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionExpiringEvent"];
            };
        };
        responses: {
            /** @description Taken. Answer fast and work later. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken; tried again later, like any status outside 2xx and like no answer within 15 seconds. Redirects are not followed. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
