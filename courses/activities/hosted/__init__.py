"""Activities of XBlocks that are not our own: each runs in a sandboxed frame, served from the content origin."""
