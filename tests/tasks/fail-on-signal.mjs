// Loaded into a server by a test: an error that nobody owns, when the test asks for one.
process.on('SIGUSR2', () => void Promise.reject(new Error('an error that nobody owns')))
