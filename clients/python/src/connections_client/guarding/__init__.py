"""What keeps a token within its one request, and out of answers and logs."""
