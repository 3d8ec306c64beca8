process.stderr.write('midway-serial: no command yet\n');
process.exitCode = 2;
