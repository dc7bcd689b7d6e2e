// Loaded before the API's own code: an API process must not outlive a proof that was killed. The open line to the parent
// alone does not keep it alive.
process.on('disconnect', () => process.exit(1));
// It may have died while this process was still loading.
if (!process.connected) process.exit(1);
process.channel?.unref();
// Ctrl-C goes to the whole group; the parent decides when the API ends.
process.on('SIGINT', () => undefined);
