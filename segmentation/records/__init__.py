"""What must not be lost: the loaded files and the policies, kept on this machine."""
