"""Language: Arabic, dates, encodings, stems and URLs elsewhere; imports nothing of newsgen."""
