"""Tables to paper: the files a run or a comparison can be written to."""
